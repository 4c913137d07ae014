"""The first run: whoever holds the link of the launcher makes the first account."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lopo.administration import actions, queries
from lopo.administration.forms import FirstAdminForm
from lopo.foundation.staff_pages import UNPROCESSABLE, blame, faults_of
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal, Refusal


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def first_run(request: HttpRequest, code: str) -> HttpResponse:
    """The first account; then the wizard. Once there is an administrator, nothing is here."""
    if not queries.opens_first_run(code):
        raise Http404(_("There is no such page."))
    form = FirstAdminForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form)
    try:
        user = actions.create_first_admin(
            code=code,
            username=form.cleaned_data["username"],
            password=form.cleaned_data["password"],
            clock=system_clock,
        )
    except FieldRefusal as refusal:
        blame(form, refusal)
        return _page(request, form)
    except Refusal as refusal:
        if refusal.status == 404:  # noqa: PLR2004 - somebody else was faster
            raise Http404(refusal.message) from None
        form.add_error("username", refusal.message)
        return _page(request, form)
    sentence = _("Your account %(name)s is ready. Sign in with it, then set up your first centre.")
    messages.success(request, sentence % {"name": user.get_username()})
    # Through the one door: there the second factor is set up, where this role needs one.
    onwards = urlencode({"next": reverse("administration:drafts")})
    return redirect(f"{reverse('account_login')}?{onwards}")


def _page(request: HttpRequest, form: FirstAdminForm) -> HttpResponse:
    status = UNPROCESSABLE if form.is_bound else 200
    context = {"form": form, "faults": faults_of(form) if form.is_bound else []}
    return render(request, "administration/first_run.html", context, status=status)
