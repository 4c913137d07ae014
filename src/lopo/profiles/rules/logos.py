"""A logo as somebody sends it, and what we keep of it: nothing that could act. Pure."""

from collections.abc import Callable
from typing import Final

from .drawing import Drawing, LogoFault
from .raster import SIGNATURE, read_png
from .vector import read_svg

LOGO_KINDS: Final = {"SVG": ("svg", "image/svg+xml"), "PNG": ("png", "image/png")}


def read_logo(raw: bytes) -> Drawing:
    """The drawing in a file, written anew from what is allowed in it.

    Raises ``LogoFault`` where there is anything else: it is refused, not mended.
    """
    read: Callable[[bytes], Drawing] = read_png if raw.startswith(SIGNATURE) else read_svg
    return read(raw)


__all__ = ["LOGO_KINDS", "Drawing", "LogoFault", "read_logo"]
