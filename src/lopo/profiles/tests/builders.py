"""Drawings as agencies send them, and agencies that have said something."""

import struct
import zlib
from typing import Any

from lopo.kernel.actor import SYSTEM
from lopo.kernel.clock import system_clock
from lopo.organisation.api import Agency
from lopo.organisation.tests.builders import make_agency
from lopo.profiles.actions import FactTold, Look, save_look, save_profile
from lopo.profiles.rules import Colours

SHAPE = '<path d="M4 4h56v56H4z" fill="#0b3b3c"/>'
GREEN = Colours("#0b3b3c", "#0f5e5f", "#f2c14e")
TOLD = {
    "tasks": "Mengurus kepegawaian daerah",
    "structure": "Kepala Badan\nSekretariat",
    "address": "Jalan Contoh 1",
    "hours": "Senin–Jumat 08.00–15.30",
    "phone": "0380-123",
    "performers": "Petugas loket – menguasai semua layanan",
}


def svg(inside: str = SHAPE, *, root: str = 'viewBox="0 0 64 64"', before: str = "") -> bytes:
    """A drawing with something in it."""
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg" {root}>{inside}</svg>'.encode()


def chunk(name: bytes, data: bytes) -> bytes:
    """One piece of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(
    width: int = 32,
    height: int = 32,
    *,
    extra: bytes = b"",
    pixels: bytes | None = None,
    interlaced: int = 0,
    depth: int = 8,
    colour: int = 2,
) -> bytes:
    """A picture of one colour."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    rows = (b"\0" + b"\x0b\x3b\x3c" * width) * height if pixels is None else pixels
    parts = [chunk(b"IHDR", head), extra, chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def make_look(agency: Agency | None = None, *, seen: int = 0, **look: Any) -> Agency:
    """An agency that wears green and a drawing, unless told otherwise."""
    owner = agency or make_agency()
    given = {"colours": GREEN, "logo": svg(), "logo_alt": "Lambang", "motto": "Melayani", **look}
    save_look(agency=owner, look=Look(**given), seen=seen, actor=SYSTEM, clock=system_clock)
    return owner


def make_profile(agency: Agency | None = None, *, seen: int = 0, **facts: FactTold) -> Agency:
    """An agency that has written both profiles, and these facts."""
    owner = agency or make_agency()
    save_profile(agency=owner, told=TOLD, facts=facts, seen=seen, actor=SYSTEM, clock=system_clock)
    return owner
