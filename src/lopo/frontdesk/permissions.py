"""Who may do what at the front desk; the only way views get at places and tickets."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lopo.catalogue.api import Offering, offering
from lopo.kernel.actor import Actor
from lopo.kernel.errors import (
    FieldError,
    FieldRefusal,
    NotPermitted,
    Unauthenticated,
    Unknown,
)
from lopo.organisation.api import Centre, Counter, centre_in_use, counter_of
from lopo.people.api import Permission, Principal, User, require

from .models import Ticket
from .queries import ticket_by_token

REASON_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Desk:
    """An officer at a counter, acting."""

    counter: Counter
    officer: User
    actor: Actor


def centre_or_404(code: str) -> Centre:
    """A centre in use; of an archived one, since when and why it is not."""
    return centre_in_use(code)


def ticket_or_404(token: str) -> Ticket:
    """The ticket of a link; the link itself is the right to see it."""
    ticket = ticket_by_token(token)
    if ticket is None:
        raise Unknown(_("There is no such ticket."))
    return ticket


def desk_of(principal: Principal, centre: Centre, counter_code: str) -> Desk:
    """The counter an officer may serve at, ready to act; 404 at a centre of others."""
    _at_home(principal, centre)
    require(principal, Permission.SERVE_COUNTER, centre)
    counter = counter_or_404(centre, counter_code)
    return Desk(counter=counter, officer=staff(principal), actor=principal.actor)


def desk_at(principal: Principal, centre_code: str, counter_code: str) -> Desk:
    """The desk of an address, whoever asks: 401 for nobody, 404 for others, 403 without a right."""
    if principal.kind == "anonymous":
        staff(principal)
    centre = centre_or_404(centre_code)
    _at_home(principal, centre)
    staff(principal)
    return desk_of(principal, centre, counter_code)


def _at_home(principal: Principal, centre: Centre) -> None:
    """What only the people of a centre may touch is not there for those of another."""
    if principal.kind != "anonymous" and not principal.belongs_to(centre):
        raise Unknown(_("There is nothing like that for you at this centre."))


def counter_or_404(centre: Centre, code: str) -> Counter:
    """A counter of this centre; another centre's does not exist here."""
    counter = counter_of(centre, code)
    if counter is None:
        raise Unknown(_("There is no such counter at this centre."))
    counter.centre = centre
    return counter


def may_call_out_of_order(principal: Principal, centre: Centre) -> None:
    """Calling somebody whose turn it is not is a right of its own, and few have it."""
    require(principal, Permission.CALL_OUT_OF_ORDER, centre)


def may_free_counter(principal: Principal, centre: Centre) -> None:
    """Closing a counter that a colleague has left open is the supervisor's."""
    require(principal, Permission.FREE_COUNTER, centre)


def may_carry_over(principal: Principal, centre: Centre) -> None:
    """Deciding that who is left over is served on the next day is the supervisor's."""
    require(principal, Permission.CARRY_OVER, centre)


def exception_of(desk: Desk, token: str | None, reason: str | None) -> tuple[Ticket, str]:
    """The ticket to be called out of order at this centre, and why; 422 when either is wrong."""
    ticket = ticket_by_token(token) if token else None
    if ticket is None or ticket.centre_id != desk.counter.centre_id:
        message = _("There is no such ticket.")
        raise FieldRefusal(message, [FieldError("token", "unknown", message)])
    return ticket, published_reason(reason)


def published_reason(reason: str | None) -> str:
    """A reason that everybody may read, exactly as it was given; 422 when it says nothing."""
    if not reason or not any(letter.isalnum() for letter in reason):
        message = _("Say why; everybody in the room will read it.")
        raise FieldRefusal(message, [FieldError("reason", "missing", message)])
    if len(reason) > REASON_LENGTH:
        message = _("Use at most %(most)s characters.") % {"most": REASON_LENGTH}
        raise FieldRefusal(message, [FieldError("reason", "too-long", message)])
    if not reason.isprintable():
        message = _("Write one line of plain text, without control characters.")
        raise FieldRefusal(message, [FieldError("reason", "not-plain", message)])
    return reason


def offering_or_422(centre: Centre, code: str) -> Offering:
    """A service this centre offers, named in a request."""
    found = offering(centre, code)
    if found is None:
        message = _("This centre does not offer such a service.")
        raise FieldRefusal(message, [FieldError("service", "unknown", message)])
    return found


def counter_or_422(centre: Centre, code: str) -> Counter:
    """A counter of this centre, named in a request."""
    found = counter_of(centre, code)
    if found is None:
        message = _("There is no such counter at this centre.")
        raise FieldRefusal(message, [FieldError("counter", "unknown", message)])
    return found


def staff(principal: Principal) -> User:
    """The staff account behind a request."""
    if principal.user is not None:
        return principal.user
    if principal.device is not None:
        raise NotPermitted(_("A device may not do this; it takes a staff account."))
    raise Unauthenticated(_("Please sign in, or send the token of a staff account."))


def presence_of(principal: Principal, channel: str, centre: Centre) -> bool:
    """Whether a number taken through ``channel`` is taken in the room; refused if not allowed.

    WEB: anyone, from afar. KIOSK: a paired device of this centre, present when it stands in
    the room. RECEPTION: staff, present.
    """
    if channel == "WEB":
        return False
    if channel == "RECEPTION":
        require(principal, Permission.ISSUE_TICKET, centre)
        return True
    device = principal.device
    if device is None and principal.user is None:
        raise Unauthenticated(_("A kiosk needs the token of its device."))
    if device is None or device.kind != "KIOSK" or device.centre_id != centre.pk:
        raise NotPermitted(_("Only a kiosk paired with this centre may do this."))
    return bool(device.in_room)


def may_see_door_code(principal: Principal, centre: Centre) -> None:
    """The door code is for a device in the room and for staff; 404 at a centre of others."""
    _at_home(principal, centre)
    if principal.device is not None:
        if not principal.device.in_room:
            raise NotPermitted(_("This device does not stand in the room of this centre."))
        return
    require(principal, Permission.SEE_DOOR_CODE, centre)


def may_confirm_arrival(principal: Principal, ticket: Ticket) -> bool:
    """Whether staff vouches for the presence; visitors prove it by the door code instead."""
    return principal.may(Permission.CONFIRM_ARRIVAL, ticket.centre)
