"""What pages of staff share: who may not see them, how a refusal is said, errors in a list."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from lopo.kernel.errors import FieldRefusal, NotPermitted, Refusal, Unauthenticated, Unknown

View = Callable[..., HttpResponseBase]
# How a rule that said no is told; called with the request, the refusal and what the address names.
OnRefusal = Callable[..., HttpResponseBase]
UNPROCESSABLE = 422
# What was read is no longer what is saved.
STALE = 409
MOST_DIGITS = 8


class DataSelect(forms.Select):
    """A choice among things people here have named: said in Indonesian, whatever the page speaks.

    The empty choice is ours, and is translated.
    """

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """One option, with its language."""
        option = super().create_option(name, value, *args, **kwargs)
        if value:
            option["attrs"]["lang"] = "id"
        return option


def staff_page(home: str, on_refusal: OnRefusal | None = None) -> Callable[[View], View]:
    """Never cached; strangers sign in first, and what one may not see does not exist.

    ``home`` is where somebody who was sending a form goes on after signing in.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                back = request.get_full_path() if request.method == "GET" else home
                return redirect_to_login(back)
            try:
                response = view(request, *args, **kwargs)
            except (Unknown, NotPermitted, Unauthenticated) as refusal:
                raise Http404(refusal.message) from None
            except Refusal as refusal:
                if on_refusal is None:
                    raise
                response = on_refusal(request, refusal, **kwargs)
            response["Cache-Control"] = "no-store"
            return response

        return guarded

    return guard


def see_other(name: str, *args: object) -> HttpResponseRedirect:
    """Go and look; a reload does not send the form again."""
    response = HttpResponseRedirect(reverse(name, args=args))
    response.status_code = 303
    return response


def said(request: HttpRequest, sentence: str, name: str, *args: object) -> HttpResponseRedirect:
    """It worked: say so on the page that shows it."""
    messages.success(request, sentence)
    return see_other(name, *args)


def refused(
    request: HttpRequest, refusal: Refusal, name: str, *args: object
) -> HttpResponseRedirect:
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


def revision_seen(request: HttpRequest) -> int:
    """The revision somebody read before they wrote (``revisi``); -1, which none has, else."""
    raw = request.POST.get("revisi", "")
    return int(raw) if raw.isdecimal() and len(raw) <= MOST_DIGITS else -1
