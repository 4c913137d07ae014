"""What may be said about money where it stands: free only where true (UU 25/2009 art. 31)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .whose import centre_shown


@dataclass(frozen=True, slots=True)
class Meant:
    """What a sentence about money speaks of: one service, its price (least, most), or all.

    ``proviso``: what is paid all the same for a service that is free.
    """

    free: bool
    price: tuple[int, int] | None = None
    proviso: str = ""


def meant(variables: Mapping[str, Any] | Any) -> Meant:
    """Of a page: its service, one chosen on it, that of its ticket, else everything at its centre.

    What all services cost is asked of whoever put ``costs_something`` there (the surfaces); a
    page that nobody tells, an error page, claims nothing to be free.
    """
    one_of = ("service", "chosen_offer", "ticket")
    for shown in (variables.get(name) for name in one_of):
        price = getattr(shown, "price", None)
        if price is not None:
            return Meant(price[1] == 0, price, getattr(shown, "proviso", ""))
    ask = variables.get("costs_something")
    return Meant(free=ask is not None and not ask(centre_shown(variables)))
