"""The first run: whoever holds the link of the launcher makes the first account."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lopo.administration import actions, queries
from lopo.administration.forms import FirstAdminForm
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal, Refusal

from .pages import UNPROCESSABLE, blame, said

# The one way staff sign in; the account has just proved nothing but that it was made here.
BACKEND = "django.contrib.auth.backends.ModelBackend"


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
    login(request, user, backend=BACKEND)
    return said(
        request,
        _("Your account %(name)s is ready. Now set up your first service centre.")
        % {"name": user.get_username()},
        "administration:drafts",
    )


def _page(request: HttpRequest, form: FirstAdminForm) -> HttpResponse:
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "administration/first_run.html", {"form": form}, status=status)
