"""Who may manage what, for contexts that stand below the one that knows the staff.

`organisation` has screens that only some staff may use, but staff and roles live in `people`,
above it (docs/decisions/0010). So the question is asked here, and `people` brings the answer when
the application starts. Until it does, nobody may do anything.
"""

from collections.abc import Callable

from django.http import HttpRequest

from lopo.kernel.actor import Actor
from lopo.kernel.errors import NotPermitted, Unauthenticated

# Asked with a request, the name of a permission and a centre's key (None: the whole system);
# answers who acts, or raises Unauthenticated or NotPermitted.
Keeper = Callable[[HttpRequest, str, int | None], Actor]

_keepers: list[Keeper] = []


def set_keeper(keeper: Keeper) -> None:
    """Let ``keeper`` answer from now on; the last one set is the one asked."""
    _keepers[:] = [keeper]


def admit(request: HttpRequest, permission: str, centre_id: int | None) -> Actor:
    """The author of what this request may do; refused for everybody else."""
    if not _keepers:
        raise NotPermitted("nobody keeps the gate")
    return _keepers[0](request, permission, centre_id)


def may(request: HttpRequest, permission: str, centre_id: int | None) -> bool:
    """Whether whoever sent the request would be admitted, for what a page offers."""
    try:
        admit(request, permission, centre_id)
    except (NotPermitted, Unauthenticated):
        return False
    return True
