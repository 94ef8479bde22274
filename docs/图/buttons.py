"""The manual's pictures of what buttons make: the sample after each click, as LibreOffice prints the sheet it shows.

python docs/图/buttons.py
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from xlsuite.files.archive import Archive
from xlsuite.files.packing import repacked

HERE = Path(__file__).parent
BOOKS = HERE.parent.parent / "workbooks"
FULL, SMALL = BOOKS / "示例_全套台账_含错误.xlsx", BOOKS / "示例台账_含错误.xlsx"
WORKBOOK = "xl/workbook.xml"
# tag, workbook, the sheet to show, how much of its first page, from the top
PICTURES = (
    ("check", FULL, "检查结果", 0.8),
    ("fix", FULL, "修正记录", 0.6),
    ("grade", FULL, "定级结果", 0.7),
    ("summarize", FULL, "一览", 0.8),
    ("overdue", SMALL, "逾期清单", 0.45),
)


def only(path: Path, sheet: str) -> None:
    """Hide every other sheet, so that one is printed."""
    archive = Archive(path.read_bytes(), path.name)
    text = archive.read(WORKBOOK).decode("utf-8")

    def shown(found: re.Match[str]) -> str:
        plain = re.sub(r' state="\w+"', "", found[0])
        return plain if f'name="{sheet}"' in plain else plain.replace("<sheet ", '<sheet state="hidden" ', 1)

    text = re.sub(r"<sheet [^>]*/>", shown, text)
    at = re.findall(r'<sheet [^>]*name="([^"]*)"', text).index(sheet)
    text = re.sub(r' activeTab="\d+"', "", text)
    text = re.sub(r"<workbookView ", f'<workbookView activeTab="{at}" ', text, count=1)
    part = part_of(archive, text, sheet)
    page = fitted(archive.read(part).decode("utf-8"))
    path.write_bytes(repacked(archive, {WORKBOOK: text.encode("utf-8"), part: page.encode("utf-8")}))


def part_of(archive: Archive, workbook: str, sheet: str) -> str:
    """Where a sheet's XML lies in the package."""
    line = re.search(rf'<sheet [^>]*name="{sheet}"[^>]*>', workbook)
    assert line
    id = re.search(r'r:id="(\w+)"', line[0])
    assert id
    relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8")
    found = next(each for each in re.findall("<Relationship [^>]*>", relations) if f'Id="{id[1]}"' in each)
    target = re.search(r'Target="/?(?:xl/)?([^"]+)"', found)
    assert target
    return f"xl/{target[1]}"


def fitted(sheet: str) -> str:
    """The sheet on pages as wide as it is, with narrow margins."""
    sheet = re.sub(r"<(pageMargins|pageSetup|printOptions|headerFooter) [^>]*/>", "", sheet)
    fit = '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
    sheet = re.sub(r"<sheetPr.*?</sheetPr>|<sheetPr[^>]*/>", "", sheet, count=1, flags=re.DOTALL)
    sheet = re.sub(r"(<worksheet [^>]*>)", r"\1" + fit, sheet, count=1)
    page = (
        '<pageMargins left="0.2" right="0.2" top="0.2" bottom="0.2" header="0.1" footer="0.1"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
    )
    later = r"(<(?:drawing|legacyDrawing|tableParts|extLst)\b|</worksheet>)"
    return re.sub(later, page + r"\1", sheet, count=1)


def drawn(tag: str, sample: Path, sheet: str, part: float, folder: Path) -> None:
    book = Path(shutil.copy(sample, folder / "台账.xlsx"))
    command = [sys.executable, "-m", "xlsuite", "click", tag, str(book), "--yes"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    only(book, sheet)
    profile = f"-env:UserInstallation=file://{folder.parent}/profile"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(book)]
    subprocess.run(convert, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    page = folder / "台账.pdf"
    told = subprocess.run(["pdfinfo", str(page)], check=True, capture_output=True, text=True).stdout
    size = re.search(r"Page size: +([\d.]+) x ([\d.]+)", told)
    assert size
    width, height = (round(float(each) / 72 * 100) for each in size.groups())
    crop = ["-x", "0", "-y", "0", "-W", str(width), "-H", str(round(height * part))]
    picture = ["pdftoppm", "-r", "100", "-f", "1", "-l", "1", *crop, "-png", "-singlefile", str(page)]
    subprocess.run([*picture, str(HERE / f"按钮_{tag}")], check=True)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for tag, sample, sheet, part in PICTURES:
            place = Path(folder, tag)
            place.mkdir()
            drawn(tag, sample, sheet, part, place)


if __name__ == "__main__":
    main()
