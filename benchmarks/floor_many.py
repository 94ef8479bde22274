"""The floor over many workbooks: the ten checks on each, on so many processes of the standard library's pool."""

from __future__ import annotations

import sys
from multiprocessing import Pool
from pathlib import Path

from floor import check


def main() -> None:
    paths = sorted(map(str, Path(sys.argv[1]).glob("*.xlsx")))
    processes = int(sys.argv[2])
    if processes == 1:
        print(sum(len(check(path)) for path in paths))
        return
    with Pool(processes) as pool:
        print(sum(map(len, pool.imap_unordered(check, paths, chunksize=8))))
        pool.close()
        pool.join()


if __name__ == "__main__":
    main()
