"""What these pages share: who asks, what does not exist for them, and how errors are listed."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from lopo.administration.actions import AlreadyOpen
from lopo.administration.rules import REVIEW
from lopo.kernel.errors import FieldRefusal, NotPermitted, Refusal, Unauthenticated, Unknown
from lopo.people.api import Principal

View = Callable[..., HttpResponse]
UNPROCESSABLE = 422
FROM_CHECK = f"?dari={REVIEW}"
# What was read is no longer what is saved.
STALE = 409


def admin_page(view: View) -> View:
    """Never cached; strangers sign in first, and what one may not see does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(
                request.get_full_path() if request.method == "GET" else "/petugas/pusat/"
            )
        try:
            response = view(request, *args, **kwargs)
        except (Unknown, NotPermitted, Unauthenticated) as refusal:
            raise Http404(refusal.message) from None
        except AlreadyOpen as refusal:  # a colleague has opened the centre of this draft meanwhile
            response = refused(request, refusal, "administration:drafts")
        response["Cache-Control"] = "no-store"
        return response

    return guarded


def asking(request: HttpRequest) -> Principal:
    """The person who signed in; a browser that is paired as a device changes nothing here."""
    return Principal(kind="staff", user=request.user)  # type: ignore[arg-type]


def see_other(name: str, *args: object) -> HttpResponse:
    """Go and look; a reload does not send the form again."""
    response = HttpResponseRedirect(reverse(name, args=args))
    response.status_code = 303
    return response


def to_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """To a step of a draft; whoever came from the check is still on the way back to it."""
    response = see_other("administration:step", pk, step)
    if came_from_check(request) and step != REVIEW:
        response["Location"] += FROM_CHECK
    return response


def came_from_check(request: HttpRequest) -> bool:
    """Whether this step was opened from the check, to change one thing."""
    return request.GET.get("dari") == REVIEW


def said(request: HttpRequest, sentence: str, name: str, *args: object) -> HttpResponse:
    """It worked: say so on the page that shows it."""
    messages.success(request, sentence)
    return see_other(name, *args)


def refused(request: HttpRequest, refusal: Refusal, name: str, *args: object) -> HttpResponse:
    """A rule said no: the sentence is shown, nothing has changed."""
    messages.error(request, refusal.message)
    return see_other(name, *args)


def blame(form: forms.Form, refusal: FieldRefusal) -> None:
    """Put the errors of an act at the fields of a form; what has no field goes above it."""
    for error in refusal.errors:
        field = error.field if error.field in form.fields else None
        form.add_error(field, error.message)


def faults_of(*filled: forms.BaseForm) -> list[dict[str, str]]:
    """Every error of some forms with the field it leads to, for the summary above them.

    Where several forms have the same fields, ``about`` of each says which one it is.
    """
    found: list[dict[str, str]] = []
    for form in filled:
        found += [{"href": "", "text": str(text)} for text in form.non_field_errors()]
        about = getattr(form, "about", "")
        for field in form:
            anchor = field.id_for_label or f"{field.auto_id}_0"
            label = f"{about}, {field.label}" if about else field.label
            found += [{"href": f"#{anchor}", "text": f"{label}: {text}"} for text in field.errors]
    return found


def optional_url(name: str, *args: object) -> str:
    """An address, or nothing when the page does not exist in this installation."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


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
