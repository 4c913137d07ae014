"""How wide a line of text is, so that it can be broken before it is drawn. Pure."""

import re

# Advance widths of the letters from space to tilde in Plus Jakarta Sans SemiBold, per 1,000 em.
WIDTHS = (
    175, 341, 464, 873, 647, 1022, 774, 289, 351, 351, 520, 642, 328, 566, 347, 481, 716, 392, 598,
    611, 646, 615, 601, 554, 631, 601, 347, 367, 642, 642, 642, 555, 928, 692, 692, 777, 741, 601,
    584, 813, 734, 272, 390, 671, 539, 874, 739, 878, 646, 878, 654, 647, 532, 712, 682, 1008, 640,
    648, 576, 382, 481, 382, 642, 641, 372, 578, 670, 606, 670, 613, 402, 655, 586, 245, 245, 567,
    245, 919, 586, 653, 670, 670, 362, 512, 405, 586, 550, 855, 535, 569, 471, 371, 363, 371, 642,
)  # fmt: skip
FIRST = ord(" ")
OTHERWISE = 640
# A browser without our font takes one of its own, which may be wider.
MARGIN = 1.2


def width_of(text: str, size: float) -> float:
    """The width of a line in the unit of ``size``, on the safe side."""
    places = (ord(letter) - FIRST for letter in text)
    widths = (WIDTHS[place] if 0 <= place < len(WIDTHS) else OTHERWISE for place in places)
    return sum(widths) * size / 1000 * MARGIN


def broken(text: str, size: float, width: float) -> list[str]:
    """The text in lines no wider than ``width``; a word that is too long is cut."""
    lines: list[str] = []
    for word in text.split():
        if lines and width_of(f"{lines[-1]} {word}", size) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines += _pieces(word, size, width)
    return lines


def _pieces(word: str, size: float, width: float) -> list[str]:
    """A word in as few lines as it needs: broken after a stroke or hyphen, else where it must."""
    pieces = [""]
    for part in re.findall(r"[^/-]*[/-]|[^/-]+", word):
        if pieces[-1] and width_of(pieces[-1] + part, size) > width:
            pieces.append("")
        for letter in part:
            if pieces[-1] and width_of(pieces[-1] + letter, size) > width:
                pieces.append("")
            pieces[-1] += letter
    return pieces
