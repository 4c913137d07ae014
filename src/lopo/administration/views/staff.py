"""Who works at a centre: roles given and taken, people invited by a link."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lopo.administration import permissions
from lopo.administration.forms import AssignForm, PersonForm
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import Refusal, Unknown
from lopo.organisation.api import Centre
from lopo.people.api import (
    Principal,
    Role,
    assign,
    invitation_of,
    invitations_of,
    invite_staff,
    role_name,
    roles_to_grant,
    staff_of,
    unassign,
    user_by_username,
    withdraw_invitation,
)

from .centre import around
from .links import Link, links_page
from .pages import UNPROCESSABLE, admin_page, asking, faults_of, refused, said


def _roles(principal: Principal, place: Centre) -> dict[str, str]:
    """The roles this account may hand out here."""
    assert principal.user is not None
    return {role.value: role_name(role) for role in roles_to_grant(principal.user, place)}


@require_safe
@admin_page
def staff(request: HttpRequest, centre: str) -> HttpResponse:
    """Everybody with a role here, and who was invited."""
    principal = asking(request)
    place = permissions.managed_centre(principal, centre)
    return _page(request, principal, place)


def _page(
    request: HttpRequest,
    principal: Principal,
    place: Centre,
    *,
    person: PersonForm | None = None,
    granted: AssignForm | None = None,
) -> HttpResponse:
    roles = _roles(principal, place)
    bound = [form for form in (person, granted) if form is not None]
    context = {
        **around(place, "staff"),
        "people": [_member(user, place) for user in staff_of(place)],
        "invitations": [
            {"row": row, "roles": [role_name(Role(role)) for role in row.roles]}
            for row in invitations_of(place, system_clock())
        ],
        "person": person or PersonForm(roles=roles, prefix="undang"),
        "granted": granted or AssignForm(roles=roles, prefix="beri"),
        "faults": faults_of(*bound),
    }
    status = UNPROCESSABLE if bound else 200
    return render(request, "administration/staff.html", context, status=status)


def _member(user: Any, place: Centre) -> dict[str, Any]:
    held = [row for row in user.assignments.all() if row.centre_id == place.pk]
    roles = [{"value": row.role, "name": role_name(Role(row.role))} for row in held]
    return {"user": user, "roles": roles}


@require_POST
@admin_page
def invite(request: HttpRequest, centre: str) -> HttpResponse:
    """A link for one person, shown this once."""
    principal = asking(request)
    place = permissions.managed_centre(principal, centre)
    form = PersonForm(request.POST, roles=_roles(principal, place), prefix="undang")
    if not form.is_valid():
        return _page(request, principal, place, person=form)
    role = Role(form.cleaned_data["role"])
    raw = invite_staff(
        centre=place,
        roles=[role],
        name=form.cleaned_data["name"],
        actor=principal.actor,
        clock=system_clock,
    )
    return links_page(request, place, [Link(form.cleaned_data["name"], role_name(role), raw)])


@require_POST
@admin_page
def withdraw(request: HttpRequest, centre: str, pk: int) -> HttpResponse:
    """An invitation that nobody shall use any more."""
    principal = asking(request)
    place = permissions.managed_centre(principal, centre)
    found = invitation_of(place, pk)
    if found is None:
        raise Unknown(_("There is no such invitation."))
    try:
        withdraw_invitation(invitation=found, actor=principal.actor, clock=system_clock)
    except Refusal as refusal:
        return refused(request, refusal, "administration:staff", place.code)
    sentence = _("The invitation of %(name)s is withdrawn.") % {"name": found.name}
    return said(request, sentence, "administration:staff", place.code)


@require_POST
@admin_page
def grant(request: HttpRequest, centre: str) -> HttpResponse:
    """A role here for somebody who has an account already."""
    principal = asking(request)
    place = permissions.managed_centre(principal, centre)
    form = AssignForm(request.POST, roles=_roles(principal, place), prefix="beri")
    user = user_by_username(form.cleaned_data["username"]) if form.is_valid() else None
    if form.is_valid() and user is None:
        form.add_error("username", _("There is no account with this name. Invite the person."))
    if user is None:
        return _page(request, principal, place, granted=form)
    role = Role(form.cleaned_data["role"])
    assign(user=user, role=role, centre=place, actor=principal.actor, clock=system_clock)
    words = {"name": user.get_username(), "role": role_name(role)}
    return said(
        request, _("%(name)s is %(role)s here now.") % words, "administration:staff", place.code
    )


@require_POST
@admin_page
def take(request: HttpRequest, centre: str) -> HttpResponse:
    """Take a role here away from somebody; never one's own last way in by mistake."""
    principal = asking(request)
    place = permissions.managed_centre(principal, centre)
    role = request.POST.get("role", "")
    people = {user.get_username(): user for user in staff_of(place)}
    user = people.get(request.POST.get("username", ""))
    if user is None or role not in _roles(principal, place):
        raise Unknown(_("There is no such role to take away."))
    unassign(user=user, role=Role(role), centre=place, actor=principal.actor)
    words = {"name": user.get_username(), "role": role_name(Role(role))}
    sentence = _("%(name)s is no longer %(role)s here.") % words
    if permissions.manages(principal, place):
        return said(request, sentence, "administration:staff", place.code)
    return said(request, sentence, "console:home")
