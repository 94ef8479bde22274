"""Links from a workbook that we write to cells of the one it was made from."""

from __future__ import annotations

from xlsuite.model.place import quoted

INSIDE = "#"  # as a path: the cells are in the same workbook
LONGEST_PATH = 250  # signs, escaped, that Excel follows


def cell_link(path: str, sheet: str, cell: str) -> str:
    """A link to a cell of the file at a path relative to the output, as the writer takes it; "" where none can be."""
    if path == INSIDE:
        return f"internal:{quoted(sheet)}!{cell}" if sheet and sheet.isprintable() else ""
    escaped = "".join(f"%{ord(sign):02x}" if sign in '%#"<>[]^`{} ' else sign for sign in path)
    if not path or not path.isprintable() or len(escaped) > LONGEST_PATH or not sheet.isprintable():
        return ""
    return f"external:{escaped}#{quoted(sheet)}!{cell}" if sheet else f"external:{escaped}"
