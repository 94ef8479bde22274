"""The README's picture: the summary of the sample, as LibreOffice prints it.

python docs/图/make.py
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
SAMPLE = HERE.parent.parent / "workbooks" / "示例台账.xlsx"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        run = ["xlsuite", "summarize", str(SAMPLE), "-o", f"{folder}/一览.xlsx", "--as-of", "2025-09-30", "-q"]
        subprocess.run(run, check=True)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, f"{folder}/一览.xlsx"]
        subprocess.run(convert, check=True, stdout=subprocess.DEVNULL)
        picture = [
            "pdftoppm",
            "-r",
            "90",
            "-f",
            "1",
            "-l",
            "1",
            "-png",
            "-singlefile",
            f"{folder}/一览.pdf",
            str(HERE / "一览"),
        ]
        subprocess.run(picture, check=True)


if __name__ == "__main__":
    main()
