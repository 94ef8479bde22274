"""What passes between processes and lies in spools: JSON with days and exact numbers, and nothing that is executed.

A worker has read files of unknown making, so its answers are data: never pickles.
"""

from __future__ import annotations

import datetime as dt
import json
import struct
from collections.abc import Callable
from decimal import Decimal
from typing import IO, Any

_LENGTH = struct.Struct("<Q")
_READ: dict[str, Callable[[str], Any]] = {
    "date": dt.date.fromisoformat,
    "datetime": dt.datetime.fromisoformat,
    "time": dt.time.fromisoformat,
    "timedelta": lambda text: dt.timedelta(seconds=float(text)),
    "Decimal": Decimal,
}


def _tagged(value: object) -> dict[str, str]:
    if isinstance(value, dt.date | dt.time):
        return {"$": type(value).__name__, "is": value.isoformat()}
    if isinstance(value, dt.timedelta):
        return {"$": "timedelta", "is": repr(value.total_seconds())}
    if isinstance(value, Decimal):
        return {"$": "Decimal", "is": str(value)}
    raise TypeError(f"{type(value).__name__} has no place in a message")


def _untagged(pairs: dict[str, Any]) -> Any:
    return _READ[pairs["$"]](pairs["is"]) if "$" in pairs else pairs


dumps = json.JSONEncoder(default=_tagged, separators=(",", ":")).encode
loads = json.JSONDecoder(object_hook=_untagged).decode


def send(stream: IO[bytes], message: Any) -> None:
    """Write one message, its length first. Raises OSError where the other end has gone."""
    content = dumps(message).encode("ascii")
    stream.write(_LENGTH.pack(len(content)) + content)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read one message; raises EOFError where the other end has gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return loads(content.decode("ascii"))
