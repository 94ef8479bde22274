"""Compound files, in which .xls and encrypted workbooks come: what streams they hold, and one of them ([MS-CFB]).

Whatever is wrong with a file raises ValueError; no chain of sectors is followed further than the file is long.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator

NONE = 0xFFFFFFFA  # this and what follows is no sector
IN_HEADER = 109  # parts of the sector table that the header lists; files over 7 MB have more


class Compound:
    """The directory of a compound file and its table of sectors."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        try:
            shift = struct.unpack_from("<H", content, 30)[0]
            if shift not in (9, 12):
                raise ValueError("sectors of a size that does not exist")
            self._size = 1 << shift
            first, self._cutoff, self._more = struct.unpack_from("<I4xI8xI", content, 48)
            self._table = self._sector_table()
            self._directory = self._joined(self._chain(first))
        except (struct.error, IndexError):
            raise ValueError("the directory cannot be followed") from None

    def names(self) -> set[str]:
        return {name for name, _, _ in self._entries()}

    def stream(self, wanted: str) -> bytes:
        """A stream in regular sectors, which hold all but the shortest."""
        for name, start, length in self._entries():
            if name == wanted and length >= self._cutoff:
                try:
                    return self._joined(self._chain(start))[:length]
                except IndexError:
                    break
        raise ValueError("no such stream")

    def _entries(self) -> Iterator[tuple[str, int, int]]:
        """Name, first sector and length of each stream and storage."""
        for place in range(0, len(self._directory) - 127, 128):
            length, start, many = struct.unpack_from("<H50xII", self._directory, place + 64)
            if 2 <= length <= 64:
                yield self._directory[place : place + length - 2].decode("utf-16-le", "replace"), start, many

    def _sector_table(self) -> list[int]:
        """The sector that follows each sector."""
        parts = list(struct.unpack_from(f"<{IN_HEADER}I", self._content, 76))
        more = self._more
        for _ in range(len(self._content) // self._size):
            if more >= NONE:
                break
            *here, more = struct.unpack_from(f"<{self._size // 4}I", self._content, (more + 1) * self._size)
            parts += here
        every = self._joined(part for part in parts if part < NONE)
        return list(struct.unpack_from(f"<{len(every) // 4}I", every))

    def _chain(self, sector: int) -> Iterator[int]:
        for _ in range(len(self._content) // self._size + 1):
            if sector >= NONE:
                return
            yield sector
            sector = self._table[sector]
        raise ValueError("a chain of sectors without end")

    def _joined(self, sectors: Iterable[int]) -> bytes:
        size = self._size
        return b"".join(self._content[(sector + 1) * size : (sector + 2) * size] for sector in sectors)
