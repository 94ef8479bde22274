"""Workbooks that nothing may be put into: signed, locked, shared, or in a format that we cannot edit by the byte."""

from __future__ import annotations

import re

from xlsuite.errors import UsageError
from xlsuite.excel.package import relations_of
from xlsuite.files.archive import Archive

INSTEAD = "或不用 --in-place，把结果写成单独的文件。"
STRICT = b"purl.oclc.org/ooxml"


def refuse(archive: Archive, main: str, kind: str) -> None:
    """Raise UsageError, with the reason and what to do, for a package that is to stay as it is."""
    reason = obstacle(archive, main)
    if reason:
        why, advice = reason
        raise UsageError(f"“{archive.name}”{why}，没有{kind}。{advice}，{INSTEAD}")


def obstacle(archive: Archive, main: str) -> tuple[str, str] | None:
    """Why, and what the user can do; None where there is nothing in the way."""
    keys = set(archive.parts)
    roots = {kind for _, kind in relations_of(archive, "").values()}
    if "origin" in roots or any(key.startswith("_xmlsignatures/") for key in keys):
        return "带有数字签名，改动任何内容都会使签名失效", "请先在“文件－信息”里删除签名"
    if any("vbaprojectsignature" in key for key in keys):
        return "的宏带有数字签名，加工作表会使签名失效", "请由签名的人删除宏签名后再试"
    if any("/revisions/" in key for key in keys):
        return "是“共享工作簿”，正在记录各人的修订", "请先在“审阅”里取消共享"
    xml = archive.read(main)
    if STRICT in xml[:4096]:
        return "是“严格 Open XML”格式", "请在 Excel 中另存为普通的 .xlsx 工作簿"
    if re.search(rb"<(?:\w+:)?workbookProtection\b[^>]*\blockStructure=[\"'](?:1|true)", xml):
        return "保护了工作簿结构，不许增减工作表", "请先在“审阅－保护工作簿”里取消保护"
    custom = archive.read("docProps/custom.xml") if archive.find("docProps/custom.xml") else b""
    if re.search(rb'name="_MarkAsFinal"[^>]*>\s*<vt:bool>(?:1|true)', custom):
        return "已标记为最终状态", "请先在“文件－信息”里取消“标记为最终状态”"
    return None
