"""A PNG read chunk by chunk (PNG, third edition), without what is told beside the picture. Pure.

Only what draws is kept, so a place, a camera or a name in the file (EXIF, tEXt) is gone.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import Final

from .drawing import Drawing, LogoFault, refuse_long

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
MOST_BYTES: Final = 200_000
LEAST_SIDE, MOST_SIDE = 16, 1024
KEPT: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
# Samples of a pixel by colour type, with the bits a sample may have.
SAMPLES: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
DEPTHS: Final = {0: {1, 2, 4, 8}, 2: {8}, 3: {1, 2, 4, 8}, 4: {8}, 6: {8}}
HEAD: Final = 13
# Where the head names the type of colour, and the one that looks them up in a table.
WITH_ALPHA: Final = frozenset({4, 6})
COLOUR_TYPE, BY_TABLE, MOST_COLOURS, MOST_PACKING = 9, 3, 768, 4
# Length and name before the data of a chunk, its check after it.
BEFORE, CHECK = 8, 4
Chunk = tuple[bytes, bytes]


def read_png(raw: bytes) -> Drawing:
    """The picture of a PNG; raises ``LogoFault``."""
    if len(raw) > MOST_BYTES:
        raise LogoFault("png-too-large")
    chunks = list(_chunks(raw))
    if not chunks or chunks[0][0] != b"IHDR" or len(chunks[0][1]) != HEAD:
        raise LogoFault("png-broken")
    width, height, row = _head(chunks[0][1])
    _refuse_wrong_parts(chunks)
    dots = _dots(chunks, row + 1, height)
    if _draws_nothing(chunks, dots, row + 1):
        raise LogoFault("draws-nothing")
    kept = b"".join(_spelled(name, data) for name, data in chunks if name in KEPT)
    return Drawing("PNG", SIGNATURE + kept, width, height)


def _chunks(raw: bytes) -> Iterator[Chunk]:
    """Every chunk up to the end; what follows it is no part of the picture."""
    place = len(SIGNATURE)
    while place + BEFORE + CHECK <= len(raw):
        length, name = struct.unpack_from(">I4s", raw, place)
        end = place + BEFORE + length
        data, check = raw[place + BEFORE : end], raw[end : end + CHECK]
        if check != struct.pack(">I", zlib.crc32(name + data)):
            break
        yield name, data
        if name == b"IEND":
            return
        place = end + CHECK
    raise LogoFault("png-broken")


def _head(data: bytes) -> tuple[int, int, int]:
    """Width, height, and how many bytes a row of pixels has."""
    width, height, depth, colour, packing, filters, interlaced = struct.unpack(">IIBBBBB", data)
    if not (LEAST_SIDE <= width <= MOST_SIDE and LEAST_SIDE <= height <= MOST_SIDE):
        raise LogoFault("png-sides", f"{width} × {height}")
    refuse_long(width, height)
    if depth not in DEPTHS.get(colour, set()) or packing or filters:
        raise LogoFault("png-colours")
    if interlaced:
        raise LogoFault("png-interlaced")
    return width, height, (width * SAMPLES[colour] * depth + 7) // 8


def _refuse_wrong_parts(chunks: list[Chunk]) -> None:
    """One head, and a table of colours where there has to be one."""
    names = [name for name, _data in chunks]
    if names.count(b"IHDR") != 1 or names.count(b"PLTE") > 1 or names.count(b"tRNS") > 1:
        raise LogoFault("png-broken")
    colours = dict(chunks).get(b"PLTE", b"")
    by_table = chunks[0][1][COLOUR_TYPE] == BY_TABLE
    if len(colours) % 3 or len(colours) > MOST_COLOURS or (by_table and not colours):
        raise LogoFault("png-broken")


def _dots(chunks: list[Chunk], row: int, height: int) -> bytes:
    """As many bytes as the head says, no more: a small file must not swell up."""
    packed = b"".join(data for name, data in chunks if name == b"IDAT")
    try:
        dots = zlib.decompressobj().decompress(packed, row * height + 1)
    except zlib.error:
        raise LogoFault("png-broken") from None
    # Every row begins with how it was packed.
    if len(dots) != row * height or max(dots[::row]) > MOST_PACKING:
        raise LogoFault("png-broken")
    return dots


def _draws_nothing(chunks: list[Chunk], dots: bytes, row: int) -> bool:
    """Whether nothing of it can be seen.

    Every packing keeps differences to neighbours in the same place of their dots: all of them are
    nought exactly when the dots are, so nothing has to be unpacked.
    """
    samples = SAMPLES[chunks[0][1][COLOUR_TYPE]]
    lines = [dots[start + 1 : start + row] for start in range(0, len(dots), row)]
    if chunks[0][1][COLOUR_TYPE] in WITH_ALPHA:
        return not any(any(line[samples - 1 :: samples]) for line in lines)
    named = dict(chunks)
    clear = named.get(b"tRNS", b"")
    if chunks[0][1][COLOUR_TYPE] == BY_TABLE:
        if len(clear) * 3 >= len(named[b"PLTE"]) and not any(clear):
            return True
        clear = clear[:1]
    return bool(clear) and not any(clear) and not any(any(line) for line in lines)


def _spelled(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
