"""The link of a visit by e-mail, to whoever asks for it on their own ticket's page."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lopo.foundation import buckets
from lopo.foundation.parts import address_of
from lopo.foundation.staff_pages import blame
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal, Refusal, TooManyRequests
from lopo.notifications.api import can_send_letters
from lopo.surveys import actions, permissions
from lopo.surveys.forms import LetterForm
from lopo.surveys.rules import invitation_hash

from .filling import refusal_of
from .shared import page

# Letters about one visit: enough for a slip of the finger, too few to annoy anybody with.
MOST, WINDOW = 3, timedelta(days=1)


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for an address, write to it once, and forget it."""
    key = actions.key_of_ticket(token)
    invitation = permissions.invitation_or_404(key)
    if not can_send_letters():
        raise Http404(_("This installation sends no e-mail."))
    form = LetterForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        refusal = _send(token, key, form) if form.is_valid() else None
        if form.is_valid() and refusal is None:
            messages.success(request, _("The link is on its way. Look into your mail."))
            back = address_of("frontdesk:ticket", token)
            response = redirect(back or "surveys:of_visit", *([] if back else [token]))
            response.status_code = 303
            return response
        status = refusal.status if refusal else 422
    context = {"form": form, "centre": invitation.centre, "token": token, "key": key}
    return page(request, "surveys/letter.html", context, status)


def _send(token: str, key: str, form: LetterForm) -> Refusal | None:
    """Write the letter; what speaks against it stands at the form."""
    tries = f"surat-survei:{invitation_hash(key)}"
    refusal: Refusal | None
    if wait := buckets.take(tries, limit=MOST, window=WINDOW, now=system_clock()):
        sentence = _("The link was sent several times already. Please look into your mail.")
        refusal = TooManyRequests(sentence, retry_after=wait)
    else:
        to = form.cleaned_data["to"].strip()
        refusal = refusal_of(lambda: actions.send_link(token=token, to=to, clock=system_clock))
    if isinstance(refusal, FieldRefusal):
        blame(form, refusal)
    elif refusal is not None:
        form.add_error(None, refusal.message)
    return refusal
