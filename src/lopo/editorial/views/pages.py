"""What these pages share: who asks, what does not exist for them, where a refusal is said."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from lopo.kernel.errors import FieldRefusal, NotPermitted, Refusal, Unauthenticated, Unknown
from lopo.people.api import Principal

View = Callable[..., HttpResponse]
UNPROCESSABLE = 422
STALE = 409
HOME = "/petugas/standar/"


def editor_page(view: View) -> View:
    """Never cached; strangers sign in first, and what is another agency's does not exist.

    A rule that says no is told on the page of the standard; nothing has changed then.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            back = request.get_full_path() if request.method == "GET" else HOME
            return redirect_to_login(back)
        try:
            response = view(request, *args, **kwargs)
        except (Unknown, NotPermitted, Unauthenticated) as refusal:
            raise Http404(refusal.message) from None
        except FieldRefusal:
            raise
        except Refusal as refusal:
            messages.error(request, refusal.message)
            response = see_other("editorial:standard", kwargs["code"])
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


def said(request: HttpRequest, sentence: str, name: str, *args: object) -> HttpResponse:
    """It worked: say so on the page that shows it."""
    messages.success(request, sentence)
    return see_other(name, *args)


def blame(form: forms.Form, refusal: FieldRefusal) -> None:
    """Put the errors of an act at the fields of a form; what has no field goes above it."""
    for error in refusal.errors:
        form.add_error(error.field if error.field in form.fields else None, error.message)


def faults_of(*filled: forms.BaseForm) -> list[dict[str, str]]:
    """Every error of some forms with the field it leads to, for the summary above them."""
    found: list[dict[str, str]] = []
    for form in filled:
        found += [{"href": "", "text": str(text)} for text in form.non_field_errors()]
        about = getattr(form, "about", "")
        for field in form:
            label = f"{about}, {field.label}" if about else field.label
            href = f"#{field.id_for_label}"
            found += [{"href": href, "text": f"{label}: {text}"} for text in field.errors]
    return found
