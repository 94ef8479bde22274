"""What a file really is, told by its content and never by its name; a sentence for each kind that is no workbook."""

from __future__ import annotations

import re

from xlsuite.errors import UnreadableFile
from xlsuite.excel.compound import Compound
from xlsuite.files.archive import Archive
from xlsuite.files.limits import LIMITS, damaged, over_limit

SAVE_AS = "请在 Excel 或 WPS 中打开它，另存为 .xlsx 后再试。"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_KINDS = (  # first bytes, what it is, what to do
    (b"%PDF", "PDF 文件", "请向提供文件的人索取 Excel 原件。"),
    (b"\x89PNG", "图片（PNG）", "请向提供文件的人索取 Excel 原件。"),
    (b"\xff\xd8\xff", "图片（JPEG）", "请向提供文件的人索取 Excel 原件。"),
    (b"GIF8", "图片（GIF）", "请向提供文件的人索取 Excel 原件。"),
    (b"Rar!", "RAR 压缩包", "请先解压，再选择其中的工作簿。"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包", "请先解压，再选择其中的工作簿。"),
    (b"\x1f\x8b", "gzip 压缩包", "请先解压，再选择其中的工作簿。"),
    (b"{\\rtf", "RTF 文档", SAVE_AS),
)


def sniff(content: bytes, name: str) -> tuple[str, Archive | None]:
    """The kind of a workbook: "ooxml", "xlsb", "ods" (each with its archive) or "xls".

    Raises UnreadableFile for everything else, saying what it is.
    """
    if not content:
        raise UnreadableFile("not_a_workbook", f"“{name}”是空文件（0 字节）。请重新取得这个文件。")
    if len(content) > LIMITS["file"].most:
        raise over_limit("file", len(content), name)
    if content[:4] in (b"PK\3\4", b"PK\5\6"):
        archive = Archive(content, name)
        return _zip_kind(archive), archive
    if content[:8] == _OLE:
        return _ole_kind(content, name), None
    for magic, what, advice in _OTHER_KINDS:
        if content.startswith(magic):
            raise _other(name, what, advice)
    raise _text_kind(content, name)


def _other(name: str, what: str, advice: str = SAVE_AS) -> UnreadableFile:
    return UnreadableFile("not_a_workbook", f"“{name}”实际是{what}，不是工作簿。{advice}")


def _unsupported(name: str, what: str) -> UnreadableFile:
    return UnreadableFile("unsupported", f"“{name}”是{what}，暂不支持这种格式。{SAVE_AS}")


def _zip_kind(archive: Archive) -> str:
    name, parts = archive.name, archive.parts
    kind = archive.read("mimetype").strip() if archive.find("mimetype") else b""
    if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        if archive.find("META-INF/manifest.xml") and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise encrypted(name)
        return "ods"
    if kind.startswith(b"application/vnd.oasis.opendocument"):
        raise _other(name, "OpenDocument 文档")
    types = archive.read("[Content_Types].xml") if archive.find("[Content_Types].xml") else b""
    if archive.find("xl/workbook.bin") or b"ms-excel.sheet.binary" in types:
        return "xlsb"
    spreadsheet = rb"spreadsheetml\.(?:sheet|template)\.main\+xml|ms-excel\.\w+\.macroEnabled\.main\+xml"
    if archive.find("xl/workbook.xml") or re.search(spreadsheet, types):
        return "ooxml"
    for prefix, what in (("word/", "Word 文档"), ("ppt/", "PowerPoint 演示文稿"), ("visio/", "Visio 绘图")):
        if any(key.startswith(prefix) for key in parts):
            raise _other(name, what)
    if any((key.startswith("index/") and key.endswith(".iwa")) or key == "index.zip" for key in parts):
        raise _unsupported(name, "苹果 Numbers 表格")
    raise _other(name, "ZIP 压缩包", "请先解压，再选择其中的工作簿。")


def encrypted(name: str) -> UnreadableFile:
    """The error for a workbook that needs a password."""
    return UnreadableFile("encrypted", f"“{name}”已加密。请用密码打开后取消密码，另存后再试。")


def _ole_kind(content: bytes, name: str) -> str:
    streams = _ole_streams(content, name)
    if "EncryptedPackage" in streams or "DRMEncryptedDataSpace" in streams:
        raise encrypted(name)
    if streams & {"Workbook", "Book", "WORKBOOK", "BOOK"}:
        return "xls"
    for stream, what in (
        ("WordDocument", "Word 文档"),
        ("PowerPoint Document", "PowerPoint 演示文稿"),
        ("__properties_version1.0", "Outlook 邮件"),
    ):
        if stream in streams:
            raise _other(name, what)
    raise _other(name, "其他 Office 程序的文件")


def _ole_streams(content: bytes, name: str) -> set[str]:
    """Names in the directory of a compound file."""
    try:
        return Compound(content).names()
    except ValueError:
        raise damaged(name, "的目录读不出来") from None


def _text_kind(content: bytes, name: str) -> UnreadableFile:
    text = _decoded(content[:65_536])
    if content[:2] in (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08") and content[3:4] == b"\0":
        return _unsupported(name, "Excel 2–5 的旧式工作簿")
    if text is None:
        return _other(name, "无法辨认的文件", "请向提供文件的人索取 Excel 原件。")
    head = text.lstrip("\ufeff \t\r\n")[:4096].lower()
    if "urn:schemas-microsoft-com:office:spreadsheet" in head:
        return _unsupported(name, "“XML 表格 2003”")
    if "urn:oasis:names:tc:opendocument" in head and "spreadsheet" in head:
        return _unsupported(name, "单一 XML 的 OpenDocument 表格（.fods）")
    if re.match(r"<(?:!doctype html|html|head|body|table|meta)\b", head) or "<html" in head or "<table" in head:
        return _other(name, "网页文件（HTML）")
    if head.startswith("mime-version:"):
        return _other(name, "单个文件网页（MHTML）")
    if head.startswith("<"):
        return _other(name, "XML 文件")
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    if lines and (all("," in line for line in lines) or all("\t" in line for line in lines)):
        return _other(name, "文本表格（CSV）")
    return _other(name, "文本文件")


def _decoded(content: bytes) -> str | None:
    """The text of what looks like text, cut short perhaps in the middle of a character; None for other bytes."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "ignore")
    if re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", content):
        return None
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):
            try:
                return content[: len(content) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None
