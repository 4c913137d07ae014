"""The link of a visit, written to whoever was served and asked for it."""

from django.utils.translation import gettext as _

from lopo.foundation.transactions import one_transaction
from lopo.kernel.clock import Clock
from lopo.notifications.api import post_letter
from lopo.surveys.queries import invitation_by_key, is_spent, link_url

from .invitations import key_of_ticket
from .refusals import LinkSpent, LinkUnknown
from .voting import is_over

BY_MESSAGE = "?pesan=1"


def send_link(*, token: str, to: str, clock: Clock) -> None:
    """Post the link of a ticket's visit to an address that is kept nowhere else.

    Refused: ``link-unknown`` (not served yet, or the days are over), ``link-spent``, ``no-mail``,
    ``invalid`` (no address).
    """
    key = key_of_ticket(token)
    with one_transaction():
        invitation = invitation_by_key(key)
        if invitation is None or is_over(invitation, clock):
            raise LinkUnknown(_("This link is not known, or it has run out."))
        if is_spent(key):
            raise LinkSpent(_("This link was used already. One visit has one voice."))
        body = _(
            "Thank you for coming to %(centre)s.\n\nHow was our service? Judge it here, once, "
            "without a name; it takes less than a minute:\n%(url)s\n\nThe link is good for a week "
            "after your visit. You asked for this message; we do not keep your address."
        ) % {"centre": invitation.centre.name, "url": link_url(key) + BY_MESSAGE}
        subject = _("How was our service?")
        post_letter(kind="survey.link", to=to, subject=subject, body=body, at=clock())
