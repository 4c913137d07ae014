"""Pages of a context above that stand beside those of a centre's survey, for whoever may see them.

Whether somebody may, the context above says: it refuses them there, too.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from lopo.foundation.parts import address_of
from lopo.organisation.api import Centre
from lopo.people.api import Principal

Check = Callable[[Principal, Centre], bool]


@dataclass(frozen=True, slots=True)
class _Page:
    name: str
    label: str | Promise
    is_for: Check


_pages: dict[str, _Page] = {}


def put_beside(name: str, label: str | Promise, is_for: Check) -> None:
    """Put a page beside those of every survey; called when the application starts."""
    _pages[name] = _Page(name, label, is_for)


def beside(principal: Principal, centre: Centre) -> list[tuple[str, str]]:
    """Addresses and labels of these pages, for an account that sees the survey of a centre."""
    found = [(address_of(one.name), one) for one in _pages.values()]
    return [(href, str(one.label)) for href, one in found if href and one.is_for(principal, centre)]
