"""What every sheet says in its head and its foot; sheets hang on walls, so they are Indonesian."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import wraps
from io import BytesIO
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from lopo.catalogue.api import Service, Standard
from lopo.foundation.days import civil_date
from lopo.foundation.typeset import fingerprint
from lopo.kernel.formats import long_date
from lopo.publications.models import Publication

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document to be made: by which template, from which data, decided when."""

    template: str
    data: Mapping[str, Any]
    dated: date

    @property
    def digest(self) -> str:
        """What it follows from, in short."""
        return fingerprint(self.template, self.data, dated=self.dated)


def in_indonesian(function: Callable[P, R]) -> Callable[P, R]:
    """The words of a sheet do not depend on who asked for it."""

    @wraps(function)
    def said(*args: P.args, **kwargs: P.kwargs) -> R:
        with override("id"):
            return function(*args, **kwargs)

    return said


def qr(text: str) -> str:
    """A QR code as SVG; error correction that survives a fold and a scratch."""
    drawn = BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(drawn, kind="svg", xmldecl=False, border=2, dark="#16182b", light="#ffffff")
    return drawn.getvalue().decode("ascii")


def address(path: str) -> str:
    """A path of this site as everybody outside reaches it."""
    return f"{settings.PUBLIC_URL}{path}"


def short_address(path: str = "") -> str:
    """The same as people type it."""
    parts = urlsplit(address(path))
    return f"{parts.netloc}{parts.path}".rstrip("/")


def check_path(code: str) -> str:
    """Where a code is checked."""
    return reverse("publications:check", args=[code])


def check_of(publication: Publication | None) -> dict[str, str] | None:
    """The code of a sheet with its QR, as every template prints it; none on a draft."""
    if publication is None:
        return None
    where = check_path(publication.code)
    return {
        "qr": qr(address(where)),
        "alt": _("QR code to check whether this is genuine: %(url)s") % {"url": address(where)},
        "label": _("Check that this is genuine"),
        "code": publication.code,
        "where": short_address(reverse("publications:check_form")),
    }


def dated(standard: Standard) -> date:
    """When what a version says was decided, as far as it is recorded."""
    if standard.decree_date is not None:
        return standard.decree_date
    return civil_date(standard.published_at or standard.drafted_at)


def edition(service: Service) -> list[str]:
    """Which version a sheet shows, in lines."""
    standard = service.standard
    if standard.is_draft:
        return [_("Draft, not in force")]
    lines = [_("Service standard, version %(n)s") % {"n": standard.number}]
    if standard.decree_number:
        lines.append(standard.decree_number)
    if standard.valid_from is not None:
        lines.append(_("in force from %(day)s") % {"day": long_date(standard.valid_from)})
    if standard.state == Standard.State.TAKEN_OVER:
        lines.append(_("Initial data, not decreed yet"))
    return lines
