"""An invited person opens the link and makes their account."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal, Unknown
from lopo.people.actions import InvitationGone, RolesApart, accept_invitation, tries
from lopo.people.forms import AcceptForm
from lopo.people.models import Assignment, Invitation
from lopo.people.permissions import address_of
from lopo.people.queries import LONGEST_TOKEN, invitation_from_token

LOOKS = 60
GONE, TOO_MANY, WRONG = 410, 429, 422


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Says who is invited to what; takes a user name and a password, once."""
    if tries.opening_too_often("invitation", address_of(request), LOOKS):
        return _gone(request, TOO_MANY)
    found = invitation_from_token(token) if len(token) <= LONGEST_TOKEN else None
    if found is None:
        raise Unknown(_("There is no such invitation. Ask for a new link."))
    if not found.is_open(system_clock()):
        return _gone(request, GONE)
    form = AcceptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _accept(request, found, token, form)
    return _page(request, found, form)


def _accept(request: HttpRequest, found: Invitation, token: str, form: AcceptForm) -> HttpResponse:
    chosen = form.cleaned_data
    try:
        accept_invitation(token=token, username=chosen["username"], password=chosen["password"])
    except InvitationGone:
        return _gone(request, GONE)
    except FieldRefusal as refusal:
        form.refuse(refusal)
        return _page(request, found, form)
    except RolesApart as refusal:
        # Nothing the invited person types can mend it: they need another link.
        form.add_error(None, refusal.message)
        form.add_error(None, _("Ask whoever sent you this link for a new one."))
        return _page(request, found, form)
    messages.success(request, _("Your account is ready. Sign in with it now."))
    return redirect("account_login")


def _page(request: HttpRequest, found: Invitation, form: AcceptForm) -> HttpResponse:
    labels = dict(Assignment.RoleName.choices)
    context = {
        "form": form,
        "invitation": found,
        "zone": found.centre.zone if found.centre else settings.HOME_ZONE,
        "roles": [labels[role] for role in found.roles],
    }
    status = WRONG if form.errors else 200
    return render(request, "people/invitation.html", context, status=status)


def _gone(request: HttpRequest, status: int) -> HttpResponse:
    context = {"too_many": status == TOO_MANY}
    return render(request, "people/invitation_gone.html", context, status=status)
