"""Every limit in one table: what is counted, how much is allowed, what to do, and the setting that raises it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from xlsuite.errors import UnreadableFile, UsageError

MEGABYTE = 1024 * 1024
REPAIR = "请在 Excel 或 WPS 中打开并修复，另存为新的 .xlsx 文件后再试。"


class Limit(NamedTuple):
    """The most a file may hold of something; `advice` says what to do about it."""

    what: str
    most: int
    unit: str
    advice: str


LIMITS = {
    "file": Limit("文件大小", 200 * MEGABYTE, "MB", "请拆分成几个文件后再试。"),
    "entries": Limit("内部部件数", 5_000, "个", "请删去不用的工作表和图片，另存后再试。"),
    "part": Limit("展开后的大小", 256 * MEGABYTE, "MB", "请删去表格下方多余的行，另存后再试。"),
    "total": Limit("全部部件展开后的大小", 512 * MEGABYTE, "MB", "请拆分成几个文件后再试。"),
    "ratio": Limit("压缩比", 200, "倍", "正常的台账不会这样，请向提供文件的人核实来源。"),
    "sheets": Limit("工作表数", 300, "张", "请拆分成几个文件后再试。"),
    "cells": Limit("表格范围", 5_000_000, "格", "请删去远处多余的行、列，另存后再试。"),
    "values": Limit("有内容的单元格数", 3_000_000, "个", "请拆分成几个文件后再试。"),
    "depth": Limit("XML 的层数", 256, "层", REPAIR),
    "attributes": Limit("一个 XML 标记的属性数", 10_000, "个", REPAIR),
    "text": Limit("一处文字的长度", 10_000_000, "字", "请把过长的内容移出表格后再试。"),
    "seconds": Limit("读旧格式的时间", 60, "秒", "请在 Excel 或 WPS 中打开，另存为 .xlsx 后再试。"),
    "memory": Limit("读旧格式的内存", 2_048 * MEGABYTE, "MB", "请另存为 .xlsx 后再试。"),
    "notes": Limit("写进原表的批注数", 2_000, "条", "其余的见“检查结果”表。"),
    "template": Limit("报告模板展开后的大小", 64 * MEGABYTE, "MB", "请删去模板里的大图后再试。"),
}
RATIO_FROM = 32 * MEGABYTE  # small parts of one repeated style compress far beyond 200:1 in honest files


def over_limit(key: str, found: int, name: str, place: str = "") -> UnreadableFile:
    """The error for a limit that is passed; names the limit, the number found and where."""
    limit = LIMITS[key]
    if limit.unit == "MB":
        shown, most = f"{-(-found // MEGABYTE):,} MB", f"{limit.most // MEGABYTE:,} MB"
    else:
        shown, most = f"{found:,} {limit.unit}", f"{limit.most:,} {limit.unit}"
    return UnreadableFile(
        "too_large", f"“{name}”{place}的{limit.what}为 {shown}，超过上限 {most}。{limit.advice}{how_to_raise(key)}"
    )


def how_to_raise(key: str) -> str:
    """The setting that raises a limit, as the error that names the limit says it."""
    return f"确需放宽，在 --config 文件的 [上限] 里写“{LIMITS[key].what}”。"


def set_limits(given: Mapping[str, Any]) -> None:
    """Limits by their Chinese names, each in its unit, as a settings file has them under [上限]. Raises UsageError."""
    keys = {limit.what: key for key, limit in LIMITS.items()}
    for name, value in given.items():
        if name not in keys:
            raise UsageError(f"配置文件 [上限] 里没有“{name}”这一项，可写的有：{'、'.join(keys)}。")
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise UsageError(f"配置文件 [上限] 里“{name}”写的是“{value}”，应为大于 0 的整数。")
        limit = LIMITS[keys[name]]
        LIMITS[keys[name]] = limit._replace(most=value * MEGABYTE if limit.unit == "MB" else value)


def damaged(name: str, what: str) -> UnreadableFile:
    """The error for a file whose inside is not whole."""
    return UnreadableFile("damaged", f"“{name}”{what}，文件已损坏或不完整。{REPAIR}")
