"""The parts of an installation: a small agency runs only what it needs (``LOPO_PARTS``).

Every application is installed and every table is there, whatever the parts: there is one way of
migrations, and a part can be turned on later. A part that is off has no addresses (404), nothing
leads to it, and its regular work rests. The one means for a page that may not be there is
``address_of``; in templates it is ``{% url … as %}``, which is empty then, and ``{% frame %}``,
which shows nothing.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, get_urlconf, resolve
from django.urls import reverse as _reverse

from lopo.kernel.parts import PARTS


def has_part(name: str) -> bool:
    """Whether this installation runs a part."""
    if name not in PARTS:
        raise KeyError(name)
    return name in settings.PARTS


def is_here(name: str) -> bool:
    """Whether there is a page of this name (`frontdesk:choose`) in this installation."""
    resolver = get_resolver(get_urlconf())
    namespace, _colon, view = name.rpartition(":")
    if namespace:
        found = resolver.namespace_dict.get(namespace)
        if found is None:
            return False
        resolver = found[1]
    return bool(resolver.reverse_dict.getlist(view))


def address_of(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page, or "" where its part is not in use; wrong arguments still raise."""
    return _reverse(name, args=args, kwargs=kwargs) if is_here(name) else ""


def leads_somewhere(path: str) -> bool:
    """Whether a path that was kept earlier is still a page of this installation."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def only(
    patterns: Sequence[URLPattern | URLResolver], names: Iterable[str], *, leave_out: bool = False
) -> list[URLPattern | URLResolver]:
    """Those of some addresses that have (or, with ``leave_out``, have not) one of these names."""
    wanted = set(names)
    return [one for one in patterns if (getattr(one, "name", None) in wanted) != leave_out]
