"""The .xlam file: a zip of fixed order and dates, so that the same sources give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import ParseError, fromstring
from xml.sax.saxutils import escape

from xlsuite import __version__
from xlsuite.addin.customui import custom_ui
from xlsuite.addin.modules import IDENTITY, PROJECT, Xlwings, sources
from xlsuite.addin.ovba import Module, vba_project
from xlsuite.addin.ribbon import TAB
from xlsuite.errors import UnreadableFile
from xlsuite.files.archive import Archive
from xlsuite.files.opener import read_file
from xlsuite.files.packing import STORED, packed

CONF, WORDS = "xlsuite.conf", "xlsuite.words"
VERSION_KEY = "XLSUITE_VERSION"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
EXTENSIBILITY = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
VBA = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
ADDIN_TYPE = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
# What the callback may have to say while Python cannot; {} stands for what it found.
TEXTS = (
    ("title", TAB),
    ("no_workbook", "没有打开的工作簿。请先打开台账（新建台账时，随便开一个空白工作簿）再点按钮；工作簿在“受保护的视图”里时，请先点“启用编辑”。"),
    ("no_python", "找不到 Python：{}\n它被移走或卸载了。请重新安装，再运行 xlsuite addin install。"),
    ("no_start", "Excel 没能启动 Python（{}）。单位策略可能不许 Office 启动别的程序：请运行 xlsuite addin doctor 查原因，或改用命令行。"),
    ("no_script", "Excel 还不能启动 Python。请在终端里运行一次 xlsuite addin install，再重新打开 Excel。"),
    ("python_failed", "Python 没有做成：{}\n请在命令行里运行 xlsuite addin doctor，它会说哪里不对、怎么办。"),
    ("running", "正在处理……"),
)  # fmt: skip


class Settings(NamedTuple):
    """Absolute paths of the Python to start, each blank in a build that is for no computer yet."""

    windows: str = ""
    mac: str = ""

    def rows(self) -> list[tuple[str, str]]:
        """The sheet xlsuite.conf in the words xlwings' module reads; our callback reads the first row.

        The user's folder is kept off Python's path, for what lies there is not ours.
        """
        return [
            ("Interpreter_Win", self.windows), ("Interpreter_Mac", self.mac), ("PYTHONPATH", ""),
            ("Use UDF Server", "False"), ("Show Console", "False"), ("ADD_WORKBOOK_TO_PYTHONPATH", "False"),
            (VERSION_KEY, __version__),
        ]  # fmt: skip


NO_COMPUTER = Settings()


def addin_bytes(xlwings: Xlwings, settings: Settings = NO_COMPUTER) -> bytes:
    return workbook_bytes(ADDIN_TYPE, sources(xlwings), settings)


def workbook_bytes(kind: str, modules: Sequence[Module], settings: Settings) -> bytes:
    """A macro workbook of a content type; its first modules are those of the workbook and of its two sheets."""
    sheets = ((CONF, settings.rows()), (WORDS, TEXTS))
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(kind, len(sheets)),
        "_rels/.rels": relationships(
            (f"{DOCUMENT}/officeDocument", "xl/workbook.xml"), (EXTENSIBILITY, "customUI/customUI.xml"),
            (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": core_properties(),
        "xl/workbook.xml": workbook_part([name for name, _ in sheets], modules[0].name),
        "xl/_rels/workbook.xml.rels": relationships(
            *((f"{DOCUMENT}/worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(sheets) + 1)),
            (VBA, "vbaProject.bin"),
        ),
        **{
            f"xl/worksheets/sheet{at}.xml": sheet_part(modules[at].name, rows) for at, (_, rows) in enumerate(sheets, 1)
        },
        "xl/vbaProject.bin": vba_project(PROJECT, IDENTITY, tuple(modules)),
        "customUI/customUI.xml": custom_ui(),
    }  # fmt: skip
    encoded = {name: part if isinstance(part, bytes) else part.encode("utf-8") for name, part in parts.items()}
    return packed(encoded, STORED)  # plain, so that no version of zlib makes a difference


def content_types(kind: str, sheets: int) -> str:
    overrides = [("/xl/workbook.xml", kind), ("/docProps/core.xml", CORE_TYPE)]
    overrides += [(f"/xl/worksheets/sheet{at}.xml", SHEET_TYPE) for at in range(1, sheets + 1)]
    return "".join((
        HEAD, f'<Types xmlns="{PACKAGE}/content-types">',
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
        '<Default Extension="xml" ContentType="application/xml"/>',
        '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>',
        *(f'<Override PartName="{part}" ContentType="{each}"/>' for part, each in overrides), "</Types>",
    ))  # fmt: skip


def relationships(*pairs: tuple[str, str]) -> str:
    each = (
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(pairs, 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{"".join(each)}</Relationships>'


def core_properties() -> str:
    """What Excel's list of add-ins shows of it."""
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{TAB}（xlsuite {__version__}）</dc:title>'
        "<dc:description>廉政风险点台账、问题整改台账的检查、定级、汇总与报告。数据不出电脑。</dc:description></cp:coreProperties>"
    )


def workbook_part(sheets: Iterable[str], code_name: str) -> str:
    listed = "".join(f'<sheet name="{name}" sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(sheets, 1))
    return (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><workbookPr codeName="{code_name}"/>'
        f"<sheets>{listed}</sheets></workbook>"
    )


def sheet_part(code_name: str, rows: Iterable[tuple[str, str]]) -> str:
    def cell(place: str, text: str) -> str:
        shown = f'<t xml:space="preserve">{escape(text)}</t>'
        return f'<c r="{place}" t="inlineStr"><is>{shown}</is></c>' if text else ""

    lines = "".join(
        f'<row r="{at}">{cell(f"A{at}", key)}{cell(f"B{at}", value)}</row>' for at, (key, value) in enumerate(rows, 1)
    )
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}"><sheetPr codeName="{code_name}"/><sheetData>{lines}</sheetData></worksheet>'
    )


def settings_of(path: Path) -> dict[str, str] | None:
    """The settings an add-in file carries; None where it is none of ours, whatever its name, or cannot be read."""
    try:
        package = Archive(read_file(path), path.name)
        if f'<sheet name="{CONF}"'.encode() not in package.read("xl/workbook.xml"):
            return None
        root = fromstring(package.read("xl/worksheets/sheet1.xml"))
    except (UnreadableFile, ParseError):
        return None
    rows = [["".join(cell.itertext()) for cell in row] for row in root.iter(f"{{{MAIN}}}row")]
    return {row[0]: row[1] if len(row) > 1 else "" for row in rows if row}


def is_ours(path: Path) -> bool:
    """Whether a file is an add-in that we built: it holds our settings sheet. Anything else of that name is not."""
    return settings_of(path) is not None
