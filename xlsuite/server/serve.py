"""`python -m xlsuite.server`: xlwings Server for this computer alone, on the loopback address, behind a token."""

from __future__ import annotations

import argparse
import importlib.util
import os
import secrets
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from xlsuite.errors import UsageError, XlsuiteError
from xlsuite.files.opener import read_text
from xlsuite.files.save import private_folder, save
from xlsuite.server.manifest import manifest
from xlsuite.server.project import files

HOST, PORT = "127.0.0.1", 8765
NAMES = (HOST, "localhost")
LICENCE = (
    "没有设 XLWINGS_LICENSE_KEY。xlwings Server 和它用的 xlwings 部件另有许可（PolyForm Noncommercial 或付费）："
    "政府机关等非商业用途，读过并同意那份许可后可以设为 noncommercial；其他用途请向 xlwings 购买。"
)
MISSING = '没有装 xlwings Server。请运行："{}" -m pip install "xlwings-server>=1.20,<2"'
HTTPS = (
    "Excel 只认 https。请用 --cert 和 --key 给出 {} 的证书和私钥（PEM 文件，证书要受这台电脑信任）；"
    "只在本机试用时可以加 --http。"
)
App = Callable[[Mapping[str, Any], Any, Any], Awaitable[None]]


def token_of(home: Path) -> str:
    """This user's token, made at its first use and kept where only the user may read it."""
    place = home / ".xlsuite" / "server.token"
    try:
        kept = read_text(place).strip()
    except OSError:
        kept = ""
    if len(kept) < 40:
        kept = secrets.token_urlsafe(32)
        save(place, kept.encode("ascii"), replace=True)
        place.chmod(0o600)
    return kept


def environment(folder: str, token: str) -> dict[str, str]:
    """What makes xlwings Server ours: the project, the token, and nothing that reaches out of this computer."""
    return {
        "XLWINGS_PROJECT_DIR": folder,
        "XLWINGS_AUTH_PROVIDERS": '["token"]',
        "XLSUITE_SERVER_TOKEN": token,
        "XLWINGS_ENVIRONMENT": "prod",
        "XLWINGS_ENABLE_SOCKETIO": "false",
        "XLWINGS_ENABLE_EXCEL_ONLINE": "false",
        "XLWINGS_CDN_OFFICEJS": "false",
        "XLWINGS_PROJECT_NAME": "廉政台账",
        "XLWINGS_LOG_LEVEL": "WARNING",
    }


def only_local(app: App, port: int) -> App:
    """The app for requests that name this computer as their host; a page elsewhere cannot borrow a name for it."""
    allowed = {f"{name}:{port}".encode() for name in NAMES}

    async def guarded(scope: Mapping[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "http" and dict(scope["headers"]).get(b"host") not in allowed:
            await send({"type": "http.response.start", "status": 421, "headers": [(b"content-type", b"text/plain")]})
            await send({"type": "http.response.body", "body": b"this computer only"})
            return
        await app(scope, receive, send)

    return guarded


def serve(options: argparse.Namespace) -> None:
    """Serve until it is stopped. Raises UsageError where something it needs is missing."""
    if importlib.util.find_spec("xlwings_server") is None or importlib.util.find_spec("uvicorn") is None:
        raise UsageError(MISSING.format(os.path.abspath(sys.executable)))
    if not os.environ.get("XLWINGS_LICENSE_KEY"):
        raise UsageError(LICENCE)
    if not options.http and not (options.cert and options.key):
        raise UsageError(HTTPS.format(HOST))
    with private_folder() as folder:
        for place, content in files().items():
            save(Path(folder, place), content.encode("utf-8"))
        os.environ.update(environment(folder, token_of(Path.home())))
        import uvicorn
        from xlwings_server.main import main_app

        scheme = "http" if options.http else "https"
        print(
            f"廉政台账在 {scheme}://{HOST}:{options.port} 等 Excel 来点按钮，只听这台电脑。停止请按 Ctrl+C。",
            flush=True,
        )
        keys = {} if options.http else {"ssl_certfile": options.cert, "ssl_keyfile": options.key}
        uvicorn.run(only_local(main_app, options.port), host=HOST, port=options.port, log_level="warning", **keys)


def write_manifest(options: argparse.Namespace) -> None:
    """The manifest by which Excel finds the ribbon; it holds the token, so only the user may read it."""
    target = Path(options.output)
    save(target, manifest(f"https://{HOST}:{options.port}", token_of(Path.home())).encode("utf-8"))
    target.chmod(0o600)
    print(f"已写 {target}。里面有这台电脑的口令，请不要发给别人。")


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="python -m xlsuite.server", description="经 xlwings Server 用功能区（可选，另有许可）"
    )
    top.add_argument("action", choices=("serve", "manifest"), help="serve 开始服务；manifest 写出给 Excel 的清单")
    top.add_argument("--port", type=int, default=PORT, help=f"端口，不写为 {PORT}")
    top.add_argument("--cert", help="证书（PEM）")
    top.add_argument("--key", help="私钥（PEM）")
    top.add_argument("--http", action="store_true", help="不加密，只在本机试用")
    top.add_argument("-o", "--output", default="xlsuite-manifest.xml", help="清单写到哪里")
    return top


def main(arguments: Sequence[str]) -> int:
    from xlsuite.cli import readable_streams

    readable_streams()
    options = parser().parse_args(arguments)
    try:
        {"serve": serve, "manifest": write_manifest}[options.action](options)
    except XlsuiteError as error:
        print(f"✗ {error}", file=sys.stderr)
        return 2
    return 0
