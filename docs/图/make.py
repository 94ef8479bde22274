"""The README's pictures, as LibreOffice prints them: the summary of the sample, a ledger of the template, findings.

python docs/图/make.py
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
BOOKS = ROOT / "workbooks"
AS_OF = ("--as-of", "2025-09-30")


class Picture(NamedTuple):
    """A page of a workbook: what writes the workbook, "" for one that is there, and words that only that page has."""

    name: str
    book: str
    verb: tuple[str, ...]
    words: tuple[str, ...]


PICTURES = (
    Picture("一览", "示例台账.xlsx", ("summarize",), ("廉政风险防控与问题整改一览",)),
    Picture("模板", "示例台账_模板.xlsx", (), ("问题编号", "整改措施", "已逾期")),
    Picture("检查结果", "示例台账_含错误.xlsx", ("check", "--fail-on", "never"), ("检查结果", "处理建议")),
)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for picture in PICTURES:
            draw(picture, Path(folder))


def draw(picture: Picture, folder: Path) -> None:
    book = BOOKS / picture.book
    if picture.verb:
        book = folder / f"{picture.name}.xlsx"
        verb, *options = picture.verb
        command = [
            sys.executable,
            "-m",
            "xlsuite",
            verb,
            str(BOOKS / picture.book),
            "-o",
            str(book),
            *AS_OF,
            "-q",
            *options,
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT)})
    profile = f"-env:UserInstallation=file://{folder}/profile"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(book)]
    subprocess.run(convert, check=True, stdout=subprocess.DEVNULL)
    pdf = folder / f"{book.stem}.pdf"
    page = str(page_of(pdf, picture.words))
    to_png = ["pdftoppm", "-r", "90", "-f", page, "-l", page, "-png", "-singlefile", str(pdf), str(HERE / picture.name)]
    subprocess.run(to_png, check=True)


def page_of(pdf: Path, words: tuple[str, ...]) -> int:
    """The first page that has all of some words, from 1."""
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    pages = ["".join(page.split()) for page in text.split("\f")]
    return next(at for at, page in enumerate(pages, 1) if all(word in page for word in words))


if __name__ == "__main__":
    main()
