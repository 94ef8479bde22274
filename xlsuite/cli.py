"""The command line: its verbs, their options in Chinese, and what ends in which exit code (contract §1).

argparse and not a richer library: a 200-row ledger is checked in the time the richer ones take to import.
"""

from __future__ import annotations

import argparse
import codecs
import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NoReturn

from xlsuite.errors import NotFinal, UnreadableFile, XlsuiteError
from xlsuite.model.dates import read_date
from xlsuite.model.settings import METHOD_IDS
from xlsuite.model.text import escape

FOUND, USAGE, UNREADABLE, OURS = 1, 2, 3, 4
WORDS = {
    "usage: ": "用法：",
    "options": "选项",
    "positional arguments": "参数",
    "show this help message and exit": "显示这份说明",
    "the following arguments are required: %s": "缺少：%s",
    "unrecognized arguments: %s": "不认识的选项：%s",
    "invalid choice: %(value)r (choose from %(choices)s)": "“%(value)s”不在可选的几项里：%(choices)s",
    "expected one argument": "后面要跟一个值",
    "invalid %(type)s value: %(value)r": "“%(value)s”不是数",
    "expected at least one argument": "后面至少要跟一个值",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "%(prog)s: error: %(message)s\n": "%(prog)s：%(message)s\n",
    "not allowed with argument %s": "不能与 %s 同时用",
    "ignored explicit argument %r": "后面不能跟值（写的是 %r）",
    "ambiguous option: %(option)s could match %(matches)s": "选项“%(option)s”不完整，可能是 %(matches)s",
}


class Verb:
    """One command: its name, its Chinese alias, its help, the options it takes, and the function that does it."""

    def __init__(self, name: str, alias: str, help: str, options: Sequence[str], paths: str = "*") -> None:
        self.name = name
        self.alias = alias
        self.help = help
        self.options = options
        self.paths = paths


COMMON = (
    "as_of",
    "method",
    "format",
    "output",
    "dry_run",
    "fail_on",
    "config",
    "marks",
    "quiet",
    "verbose",
    "no_color",
)
IN_PLACE = ("in_place", "remove", "no_notes")
MANY = ("units", "jobs", "resume", "timeout", "scheduler")
EXPORTING = ("as_of", "method", "output", "dry_run", "config", "quiet", "no_color", "to")
COMPARING = ("as_of", "method", "format", "output", "dry_run", "config", "quiet", "no_color")
VERBS = (
    Verb("run", "一键", "检查、定级、汇总、报告一次做完，结果放进一个文件夹", (*COMMON, *MANY), "+"),
    Verb("check", "检查", "对照规则检查台账，列出每一处要改的单元格", (*COMMON, *IN_PLACE, *MANY), "+"),
    Verb("grade", "定级", "算出每个风险点的风险值、等级、建议等级和管理责任人", COMMON, "1"),
    Verb("summarize", "汇总", "汇总出各项数字和汇总表，每个数字都带取数的编号", (*COMMON, *IN_PLACE, *MANY), "+"),
    Verb("report", "报告", "按模板起草 Word 报告，缺的地方写明待补充；核对初稿、检查模板、定稿", (*COMMON, "template", "by", "profile", "final", "last", "phrases"), "report"),
    Verb("fix", "修正", "只做不改变意思的修正，写成新文件，并列出每一处改动", COMMON, "1"),
    Verb("redact", "脱敏", "做一份公开版：隐去姓名和号码，列出遮了什么、哪些要人工看", ("config", "format", "output", "dry_run", "quiet", "no_color"), "1"),
    Verb("template", "新建", "生成空白台账：带下拉选项、自动计算和一览；也可以把旧台账搬进来", ("method", "as_of", "config", "quiet", "output", "name", "old", "dry_run"), ""),
    Verb("merge", "合并", "把多个单位的台账并成一本，每行注明来自哪个文件、哪张表、哪一行", (*COMMON, *MANY), "+"),
    Verb("compare", "对比", "两期台账对照：新增、完成、销号、重新打开、升降级、时限和文字改动", COMPARING, "2"),
    Verb("export", "导出", "台账写成 CSV 或 Parquet，一种台账一个文件，给分析用", EXPORTING, "+"),
    Verb("rules", "规则", "查看规则：查什么、为什么、怎么改", ("rule_id", "no_color"), ""),
    Verb("addin", "加载项", "Excel 加载项：build 做出文件，install 安装，status 状态，remove 移除，doctor 查原因", ("action", "output", "bat"), ""),
    Verb("click", "点按钮", "不开 Excel，在工作簿文件上点一个功能区按钮：写进原表，先备份", ("as_of", "method", "config", "yes", "quiet", "no_color"), "click"),
    Verb("limits", "上限", "查看读文件的各项上限", (), ""),
)  # fmt: skip
PATHS: dict[str, tuple[tuple[str, str, Any, str], ...]] = {
    "+": (("paths", "文件", "+", "工作簿；也可以是文件夹或带 * 的名称"),),
    "1": (("paths", "文件", None, "工作簿"),),
    "report": (
        (
            "paths",
            "文件",
            "+",
            "工作簿；或：核对 初稿.docx [工作簿]，检查模板 模板.docx，定稿 初稿.docx [工作簿]（verify、lint、final）",
        ),
    ),
    "click": (
        ("button", "按钮", None, "按钮上的字或代号，如 检查全部（check）、计算等级（grade）"),
        ("book", "文件", None, "工作簿（.xlsx 或 .xlsm）"),
    ),
    "2": (("old", "上期", None, "上一期的工作簿"), ("new", "本期", None, "这一期的工作簿")),
}
OPTIONS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "as_of": (("--as-of",), {"metavar": "日期", "help": "统计截止日，如 2025-09-30；不写则取参数表的，再没有则取当天"}),
    "method": (("--method",), {"metavar": "方法", "choices": METHOD_IDS, "help": "评定方法：" + "、".join(METHOD_IDS)}),
    "format": (("--format",), {"choices": ("table", "json"), "default": "table", "help": "table 给人看，json 给程序用"}),
    "output": (("-o", "--output"), {"metavar": "位置", "help": "结果写到哪里（文件或文件夹）；已有的文件不会被覆盖"}),
    "dry_run": (("--dry-run",), {"action": "store_true", "help": "只说会写什么，不写"}),
    "fail_on": (("--fail-on",), {"choices": ("error", "warning", "never"), "help": "出现哪一级问题时退出码为 1；检查、一键默认 error，其余默认 never"}),
    "config": (("--config",), {"metavar": "文件.toml", "help": "参数文件，写法与参数表相同"}),
    "marks": (("--marks",), {"metavar": "检查结果.xlsx", "help": "从哪份检查结果里取“处理情况”；不写则取同名的、最后保存的那份，写“不用”则都重新提示"}),
    "in_place": (("--in-place", "--写入原表"), {"action": "store_true", "help": "把结果作为新工作表加在原表末尾，并在要改的格上加批注；原有内容一字不动，先备份"}),
    "remove": (("--remove", "--清除"), {"action": "store_true", "help": "清除 --in-place 加在原表里的工作表和批注"}),
    "no_notes": (("--no-notes", "--不加批注"), {"action": "store_true", "help": "和 --in-place 一起用：只加工作表，不加批注"}),
    "units": (("--units",), {"metavar": "单位名单", "help": "应报送的单位（.xlsx .csv .txt，一行一个），用来列出谁没有报送"}),
    "jobs": (("--jobs",), {"metavar": "个数", "type": int, "help": "同时处理几个文件；不写则有几个处理器用几个"}),
    "resume": (("--resume",), {"action": "store_true", "help": "接着上次做：内容和参数都没变的文件跳过（要和 -o 一起用）"}),
    "timeout": (("--timeout",), {"metavar": "秒", "type": float, "default": 120.0, "help": "一个文件最多做多少秒，超过就放下它做别的；不写为 120"}),
    "scheduler": (("--scheduler",), {"metavar": "地址", "help": "交给 Dask 集群做，如 tcp://10.0.0.1:8786（先装 xlsuite[cluster]）"}),
    "quiet": (("-q", "--quiet"), {"action": "store_true", "help": "不显示进度和说明"}),
    "verbose": (("-v", "--verbose"), {"action": "store_true", "help": "多说一些：每张表认出了哪些列"}),
    "no_color": (("--no-color",), {"action": "store_true", "help": "不用颜色"}),
    "template": (("--template",), {"metavar": "名称", "default": "自查报告", "help": "报告模板：自查报告、整改情况报告、提醒函、一页简报，或一个 .docx 文件"}),
    "by": (("--by",), {"metavar": "科室", "choices": ("科室",), "help": "每个科室写一份，-o 后面写文件夹"}),
    "profile": (("--profile",), {"metavar": "文件.toml", "help": "单位版式文件：只写与国标不同的值，如 下边距 = 30"}),
    "final": (("--final", "--定稿"), {"action": "store_true", "help": "写成定稿：没有书签、批注、取数说明；还有待补充的不写"}),
    "last": (("--last",), {"metavar": "上期.docx", "help": "上期的初稿，附上与上期相比的表"}),
    "phrases": (("--phrases",), {"metavar": "文件.txt", "help": "核对初稿时放行的说法，一行一个，如“四个意识”"}),
    "to": (("--to",), {"choices": ("csv", "parquet"), "default": "csv", "help": "写成哪一种：csv（默认，Excel 可直接打开）或 parquet"}),
    "name": (("name",), {"nargs": "?", "default": "全套台账", "metavar": "名称", "help": "全套台账、日常台账、风险点、整改"}),
    "old": (("--from",), {"dest": "old", "metavar": "旧台账", "help": "把旧台账里的行搬进模板"}),
    "action": (("action",), {"choices": ("build", "install", "status", "remove", "doctor"), "metavar": "动作", "help": "build、install、status、remove、doctor 之一"}),
    "bat": (("--bat",), {"action": "store_true", "help": "与 build 同用：写一个 台账一键处理.bat，把台账文件或文件夹拖上去就一次做完"}),
    "yes": (("-y", "--yes"), {"action": "store_true", "help": "要问的都答“是”；不写而又没有人可问时，什么也不改"}),
    "rule_id": (("rule_id",), {"nargs": "?", "metavar": "规则编号", "help": "如 RC-13；不写则列出全部"}),
}  # fmt: skip


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one Chinese sentence and where to look further."""

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f"{escape(message)}。\n用“{self.prog} --help”查看用法。\n")


def parser() -> Parser:
    argparse._ = lambda text: WORDS.get(text, text)  # type: ignore[attr-defined]  # its own hook for translations
    from xlsuite import __version__

    top = Parser(
        prog="xlsuite",
        description="廉政风险点台账、问题整改台账的检查、定级、汇总与报告。数据不出电脑，断网可用，不改您的原表。",
        epilog="例：xlsuite run 示例台账.xlsx -o 结果   （也可以写 xlsuite 一键 …）",
    )
    top.add_argument("--version", action="version", version=f"xlsuite {__version__}", help="显示版本")
    # prog said outright: to work it out, argparse would measure the terminal, at the cost of three imports
    verbs = top.add_subparsers(prog=top.prog, dest="verb", metavar="命令", title="命令", required=True)
    for verb in VERBS:
        each = verbs.add_parser(verb.name, aliases=[verb.alias], help=verb.help, description=verb.help)
        each.set_defaults(verb=verb.name)
        if verb.paths:
            for name, metavar, nargs, about in PATHS[verb.paths]:
                each.add_argument(name, metavar=metavar, nargs=nargs, help=about)
        for option in verb.options:
            flags, how = OPTIONS[option]
            each.add_argument(*flags, **how)
    return top


def run(arguments: Sequence[str], today: date | None = None) -> int:
    """Do what the command line says; returns the exit code and never lets a traceback through."""
    readable_streams()
    try:
        options = parser().parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    if getattr(options, "format", "") == "json" and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")  # the same bytes everywhere
    from xlsuite import commands

    try:
        return command_of(commands, options.verb)(prepared(options, today or date.today()))
    except XlsuiteError as error:
        print(f"✗ {escape(str(error))}", file=sys.stderr)
        return {UnreadableFile: UNREADABLE, NotFinal: FOUND}.get(type(error), USAGE)
    except KeyboardInterrupt:
        print("已停止。写了一半的结果不会留下。", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.stderr.close()
        return 0
    except OSError as error:
        print(
            f"✗ 结果没有写完：系统报错 {error.errno}（{error.strerror}）。请看磁盘是否已满、输出的去处是否还在。",
            file=sys.stderr,
        )
        return OURS
    except Exception as error:
        print(own_failure(error), file=sys.stderr)
        return OURS


def readable_streams() -> None:
    """Output that can always be written: closed streams lead nowhere, a terminal said to know ASCII only gets UTF-8."""
    from xlsuite.files.opener import nowhere

    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, nowhere())
        elif hasattr(stream, "reconfigure"):
            known = codecs.lookup(stream.encoding or "ascii").name
            if known in ("ascii", "utf-8"):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
            else:
                stream.reconfigure(errors="replace")


def command_of(commands: Any, verb: str) -> Callable[[argparse.Namespace], int]:
    found: Callable[[argparse.Namespace], int] = getattr(commands, verb)
    return found


def prepared(options: argparse.Namespace, today: date) -> argparse.Namespace:
    """The options with the settings they carry, by their Chinese names."""
    from xlsuite.errors import UsageError
    from xlsuite.work import settings_file

    options.today = today
    options.settings = {}
    options.filed = settings_file(options.config) if getattr(options, "config", None) else {}
    if as_of := getattr(options, "as_of", None):
        day = read_date(as_of).value
        if day is None:
            raise UsageError(f"--as-of 写的是“{as_of}”，应为真实日期，例如 2025-09-30。")
        options.settings["统计截止日"] = day
    if getattr(options, "method", None):
        options.settings["评定方法"] = options.method
    return options


def own_failure(error: Exception) -> str:
    """A sentence for a failure of our own, with the log that tells more; cell values stay out of it."""
    import traceback

    frames = "".join(traceback.format_tb(error.__traceback__))
    log = log_file(f"{frames}{type(error).__name__}")
    if not log:
        return "✗ xlsuite 自己出了错，记录也没能写下来。请把所用的命令反馈给维护者。"
    return f"✗ xlsuite 自己出了错，不是您的台账有问题。记录在 {log}（不含台账内容），请反馈给维护者。"


def log_file(failure: str) -> str:
    """A new log that tells of a failure of our own; "" where it cannot be written."""
    from xlsuite import __version__
    from xlsuite.files.save import save_log

    text = f"xlsuite {__version__}\npython {sys.version}\n{sys.platform}\n\n{failure}\n"
    try:
        log = save_log(text)
    except OSError:
        return ""
    return log
