"""Who works at a centre: roles given and taken, people invited by a link."""

from collections.abc import Collection, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lopo.administration import permissions
from lopo.administration.actions import take_role
from lopo.administration.forms import AssignForm, PersonForm
from lopo.foundation.staff_pages import UNPROCESSABLE, faults_of, refused, said
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import Refusal, Unknown
from lopo.organisation.api import Centre
from lopo.people.api import (
    Principal,
    Role,
    RolesApart,
    User,
    asking,
    assign,
    invitation_of,
    invitations_of,
    invite_staff,
    invited_names,
    role_name,
    roles_to_grant,
    staff_of,
    user_by_username,
    with_second_factor,
    withdraw_invitation,
)

from .centre import around
from .links import Link, links_page
from .pages import admin_page


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
    roles, people = _roles(principal, place), staff_of(place)
    secured = with_second_factor(people)
    bound = [form for form in (person, granted) if form is not None]
    members, names = (
        [_member(user, place, principal, secured) for user in people],
        invited_names(people),
    )
    for member in members:
        member["invited_as"] = names.get(member["user"].pk, "")
    context = {
        **around(place, "staff"),
        "people": members,
        "has_everywhere": any(member["everywhere"] for member in members),
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


def _member(
    user: User, place: Centre, principal: Principal, secured: Collection[int]
) -> dict[str, Any]:
    """Somebody on the list: the roles given here, and those for every centre, which stay."""
    held = list(user.assignments.all())
    return {
        "user": user,
        "roles": _named(row.role for row in held if row.centre_id == place.pk),
        "everywhere": _named(row.role for row in held if row.centre_id is None),
        # One's own second step is for somebody else to reset.
        "can_be_reset": user.pk in secured and user != principal.user,
        "is_me": user == principal.user,
    }


def _named(roles: Iterable[str]) -> list[dict[str, str]]:
    return [{"value": role, "name": role_name(Role(role))} for role in roles]


@require_POST
@admin_page
def invite(request: HttpRequest, centre: str) -> HttpResponse:
    """A link for one person, shown this once."""
    principal = asking(request)
    place = permissions.managed_centre(principal, centre)
    form = PersonForm(request.POST, roles=_roles(principal, place), prefix="undang")
    if not form.is_valid():
        return _page(request, principal, place, person=form)
    name, roles = form.cleaned_data["name"], [Role(role) for role in form.cleaned_data["roles"]]
    raw = invite_staff(
        centre=place, roles=roles, name=name, actor=principal.actor, clock=system_clock
    )
    return links_page(request, place, [Link(name, [role_name(role) for role in roles], raw)])


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
    try:
        assign(user=user, role=role, centre=place, actor=principal.actor, clock=system_clock)
    except RolesApart as refusal:
        form.add_error("role", refusal.message)
        return _page(request, principal, place, granted=form)
    words = {"name": user.get_username(), "role": role_name(role)}
    return said(
        request, _("%(name)s is %(role)s here now.") % words, "administration:staff", place.code
    )


def _is_given_here(user: User, role: str, place: Centre) -> bool:
    """A role for all centres is not taken away on the page of one."""
    return any(row.role == role and row.centre_id == place.pk for row in user.assignments.all())


@require_POST
@admin_page
def take(request: HttpRequest, centre: str) -> HttpResponse:
    """Take a role here away from somebody; never one's own last way in by mistake."""
    principal = asking(request)
    place = permissions.managed_centre(principal, centre)
    role = request.POST.get("role", "")
    people = {user.get_username(): user for user in staff_of(place)}
    user = people.get(request.POST.get("username", ""))
    may_take = role in _roles(principal, place)
    if user is None or not may_take or not _is_given_here(user, role, place):
        raise Unknown(_("There is no such role to take away."))
    freed = take_role(
        user=user, role=Role(role), centre=place, actor=principal.actor, clock=system_clock
    )
    words = {"name": user.get_username(), "role": role_name(Role(role))}
    sentence = _("%(name)s is no longer %(role)s here.") % words
    if freed is not None:
        closed = _("%(counter)s is closed; a visitor who was there stands in line again.")
        sentence = f"{sentence} {closed % {'counter': freed.name}}"
    if permissions.manages(principal, place):
        return said(request, sentence, "administration:staff", place.code)
    return said(request, sentence, "console:home")
