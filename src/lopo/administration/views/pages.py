"""What these pages share: the way through a draft, and forms with several rows."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from lopo.administration.actions import AlreadyOpen
from lopo.administration.rules import REVIEW
from lopo.foundation.staff_pages import refused, see_other, staff_page
from lopo.kernel.errors import Refusal

FROM_CHECK = f"?dari={REVIEW}"


def _opened_meanwhile(request: HttpRequest, refusal: Refusal, **_named: object) -> HttpResponseBase:
    """A colleague has opened the centre of this draft meanwhile."""
    if not isinstance(refusal, AlreadyOpen):
        raise refusal
    return refused(request, refusal, "administration:drafts")


admin_page = staff_page("/petugas/pusat/", _opened_meanwhile)


def to_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """To a step of a draft; whoever came from the check is still on the way back to it."""
    response = see_other("administration:step", pk, step)
    if came_from_check(request) and step != REVIEW:
        response["Location"] += FROM_CHECK
    return response


def came_from_check(request: HttpRequest) -> bool:
    """Whether this step was opened from the check, to change one thing."""
    return request.GET.get("dari") == REVIEW


class Rows:
    """Several small forms of one kind, some of them blank; a row that is cleared is removed."""

    def __init__(
        self,
        make: Callable[..., forms.Form],
        data: Any,
        kept: Iterable[dict[str, Any]] = (),
        *,
        blank: int = 2,
        most: int = 60,
    ) -> None:
        self.most = most
        if data is None:
            shown: list[dict[str, Any] | None] = [*kept, *([None] * blank)]
            self.forms = [
                make(None, prefix=f"r{n}", initial=values, use_required_attribute=False)
                for n, values in enumerate(shown[:most])
            ]
        else:
            self.forms = [
                make(data, prefix=f"r{n}", empty_permitted=True, use_required_attribute=False)
                for n in range(self._count(data))
            ]
        for n, form in enumerate(self.forms, start=1):
            form.about = _("Row %(n)s") % {"n": n}  # type: ignore[attr-defined]

    def _count(self, data: Any) -> int:
        number = str(data.get("rows", ""))[:3]
        return max(1, min(int(number), self.most)) if number.isdecimal() else 1

    def is_valid(self) -> bool:
        """Every row that says something says it right."""
        return all([form.is_valid() for form in self.forms])  # noqa: C419 - all errors at once

    def filled(self) -> list[forms.Form]:
        """The rows that say something."""
        return [form for form in self.forms if form.has_changed()]

    def refuse_twins(self, name: str, sentence: str) -> bool:
        """Put an error at the second row with the same value; whether there was one."""
        seen: set[str] = set()
        for form in self.filled():
            value = str(form.cleaned_data.get(name, "")).casefold()
            if value and value in seen:
                form.add_error(name, sentence)
            seen.add(value)
        return any(form.errors for form in self.forms)
