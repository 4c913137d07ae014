"""Who may write a form, and who may open what a visitor sealed."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lopo.catalogue.api import Service, offering
from lopo.kernel.actor import Actor
from lopo.kernel.errors import NotPermitted, Unauthenticated, Unknown
from lopo.organisation.api import Centre, centre_in_use
from lopo.people.api import Duty, Permission, Principal, User, require


@dataclass(frozen=True, slots=True)
class Reader:
    """An officer who serves at a centre and may open drafts there."""

    centre: Centre
    officer: User
    actor: Actor


def reader_at(principal: Principal, centre_code: str) -> Reader:
    """An officer of the centre; to everybody else the page does not exist."""
    if principal.user is None:
        raise Unauthenticated(_("Your sign-in has ended. Please sign in again."))
    centre = centre_in_use(centre_code)
    if not principal.belongs_to(centre):
        raise Unknown(_("There is nothing like that for you at this centre."))
    require(principal, Permission.SERVE_COUNTER, centre)
    return Reader(centre=centre, officer=principal.user, actor=principal.actor)


def gives(centre: Centre, service: Service) -> bool:
    """Whether a centre gives the service: drafts for others are not its business."""
    return offering(centre, service.code) is not None


def may_write_forms(principal: Principal, service: Service) -> None:
    """Forms of a service are published by the publishers of its agency."""
    if not principal.is_charged(service.agency, Duty.PUBLISHER):
        raise NotPermitted(_("Your account may not do this here."))
