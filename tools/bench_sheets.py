"""What printed sheets cost: posters on every paper and the SOP sheet, against an empty sheet.

The empty sheet is one page without a word, made by the same typesetter with the same fonts and
the same standards (PDF/A, PDF/UA): what any document costs before it says anything. The typesetter
remembers what it has made, so every round is the sheet of another service, and an empty sheet of
another title: what is measured is a new sheet in a warm process, as in a batch. The empty sheets
are made first, for what follows a full sheet also tidies up after it.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from statistics import median
from typing import Any

# A sheet takes as long as a hundred bare pages; fewer rounds are enough for a median.
ROUNDS, EMPTY_ROUNDS = 9, 51
# PDF/UA wants a title and a language.
EMPTY = (
    '#set document(title: "{title}")\n#set page(width: 210mm, height: 297mm)\n#set text(lang: "id")'
)
Make = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class SheetCost:
    """One kind of sheet: median milliseconds, against the empty one; median bytes of the PDF."""

    name: str
    milliseconds: float
    empty_milliseconds: float
    to_empty: int
    bytes: int


def sheet_costs() -> list[SheetCost]:
    """Every kind of sheet, made anew for services that differ, never taken from the shelf."""
    from lopo.catalogue.api import list_services, service_in_full  # noqa: PLC0415
    from lopo.kernel.clock import system_clock  # noqa: PLC0415
    from lopo.publications.api import (  # noqa: PLC0415
        PAGE,
        PAPERS,
        Sheet,
        code_of,
        poster_of,
        proof,
        sop_of,
    )

    codes = list_services().values_list("code", flat=True)[: ROUNDS + 1]
    services = [one for one in map(service_in_full, codes) if one is not None]
    printed = [(one, code_of(one, PAGE, system_clock)) for one in services]

    def made(sheets: Sequence[Sheet]) -> list[Make]:
        return [partial(proof, sheet) for sheet in sheets]

    kinds = {
        f"poster {size}": made([poster_of(one, size, code) for one, code in printed])
        for size in PAPERS
    }
    kinds["SOP sheet"] = made([sop_of(one, code) for one, code in printed])
    titles = map(str, range(EMPTY_ROUNDS + 1))
    empty, _size = _timed([partial(_empty_sheet, title) for title in titles])
    return [_cost(name, makes, empty) for name, makes in kinds.items()]


def _empty_sheet(title: str) -> bytes:
    """A page with nothing on it, typeset as every sheet is."""
    import typst  # noqa: PLC0415 - the product goes through its facade; this is what it is held to

    from lopo.foundation import typeset  # noqa: PLC0415

    made: bytes = typst.compile(  # type: ignore[call-overload]  # its types want one kind of path
        EMPTY.replace("{title}", title).encode(),
        root=str(typeset.ROOT),
        font_paths=typeset._fonts(),
        ignore_system_fonts=True,
        pdf_standards=typeset.STANDARDS,
        format="pdf",
    )
    return made


def _cost(name: str, makes: Sequence[Make], empty: float) -> SheetCost:
    took, size = _timed(makes)
    return SheetCost(
        name=name,
        milliseconds=round(took, 1),
        empty_milliseconds=round(empty, 2),
        to_empty=round(took / empty),
        bytes=size,
    )


def _timed(makes: Sequence[Make]) -> tuple[float, int]:
    """Median milliseconds and bytes of all but the first, which warms up."""
    took, sizes = [], []
    for make in makes:
        started = time.perf_counter()
        pdf = make()
        took.append((time.perf_counter() - started) * 1000)
        sizes.append(len(pdf))
    return median(took[1:]), round(median(sizes[1:]))


def told(costs: Sequence[SheetCost]) -> str:
    """As a table."""
    lines = [
        f"{'sheet, each of another service':<33}{'ms':>9}{'empty ms':>10}{'× empty':>9}{'kB':>6}"
    ]
    lines += [
        f"{one.name:<33}{one.milliseconds:>9.1f}{one.empty_milliseconds:>10.2f}"
        f"{one.to_empty:>9}{one.bytes / 1000:>6.0f}"
        for one in costs
    ]
    return "\n".join(lines)


def as_data(costs: Sequence[SheetCost]) -> list[dict[str, Any]]:
    """For programs."""
    return [asdict(one) for one in costs]
