"""The compression of VBA source streams, both ways ([MS-OVBA] 2.4.1)."""

from __future__ import annotations

import struct

CHUNK, NEAREST = 4096, 64


def compress(content: bytes) -> bytes:
    """A compressed container holding the bytes."""
    chunks = (compressed_chunk(content[at : at + CHUNK]) for at in range(0, len(content), CHUNK))
    return b"\x01" + b"".join(chunks)


def offset_bits(position: int) -> int:
    """How many bits of a copy token hold its offset, at a position within the chunk ([MS-OVBA] 2.4.1.3.19.1)."""
    return max((position - 1).bit_length(), 4)


def compressed_chunk(chunk: bytes) -> bytes:
    tokens = bytearray()
    seen: dict[bytes, list[int]] = {}
    at = 0
    while at < len(chunk):
        flags, body = 0, bytearray()
        for bit in range(8):
            if at >= len(chunk):
                break
            length, offset = longest(chunk, at, seen.get(chunk[at : at + 3], []))
            if length:
                flags |= 1 << bit
                body += struct.pack("<H", (offset - 1) << (16 - offset_bits(at)) | (length - 3))
            else:
                body.append(chunk[at])
            for each in range(at, at + max(length, 1)):
                seen.setdefault(chunk[each : each + 3], []).append(each)
            at += max(length, 1)
        tokens.append(flags)
        tokens += body
    if len(tokens) > CHUNK:  # it grew: stored as it is
        return struct.pack("<H", 0x3FFF) + chunk.ljust(CHUNK, b"\0")
    return struct.pack("<H", 0xB000 | (len(tokens) - 1)) + bytes(tokens)


def longest(chunk: bytes, at: int, places: list[int]) -> tuple[int, int]:
    """Length and offset of the longest earlier run that goes on as the chunk does here; (0, 0) below three bytes."""
    most = min((0xFFFF >> offset_bits(at)) + 3, len(chunk) - at)
    best, offset = 0, 0
    for place in reversed(places[-NEAREST:]):
        length = 0
        while length < most and chunk[place + length] == chunk[at + length]:
            length += 1
        if length > best:
            best, offset = length, at - place
    return (best, offset) if best >= 3 else (0, 0)


def decompress(container: bytes) -> bytes:
    """The bytes held in a compressed container. Raises ValueError where it is not one."""
    if container[:1] != b"\x01":
        raise ValueError("no signature byte")
    content = bytearray()
    at = 1
    while at < len(container):
        (head,) = struct.unpack_from("<H", container, at)
        end = at + (head & 0x0FFF) + 3
        if head >> 12 & 0b111 != 0b011 or end > len(container):
            raise ValueError(f"no chunk at {at}")
        content += decompressed_chunk(container[at + 2 : end]) if head & 0x8000 else container[at + 2 : end]
        at = end
    return bytes(content)


def decompressed_chunk(tokens: bytes) -> bytes:
    chunk = bytearray()
    at = 0
    while at < len(tokens):
        flags = tokens[at]
        at += 1
        for bit in range(8):
            if at >= len(tokens):
                break
            if not flags >> bit & 1:
                chunk.append(tokens[at])
                at += 1
                continue
            (token,) = struct.unpack_from("<H", tokens, at)
            at += 2
            bits = offset_bits(len(chunk))
            offset, length = (token >> (16 - bits)) + 1, (token & 0xFFFF >> bits) + 3
            for _ in range(length):  # one at a time: a copy may run into what it writes
                chunk.append(chunk[-offset])
    return bytes(chunk)
