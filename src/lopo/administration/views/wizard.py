"""The wizard: one step a page, every step saved, then "open the centre"."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lopo.administration import actions, queries, rules
from lopo.administration.actions import NotReady, StaleAnswer
from lopo.administration.forms import FileForm
from lopo.administration.models import SetupDraft
from lopo.administration.permissions import draft_or_404
from lopo.foundation.parts import has_part
from lopo.foundation.staff_pages import STALE, UNPROCESSABLE, refused, said, see_other
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal, Unknown
from lopo.kernel.formats import language, minute_of_day
from lopo.kernel.parts import EDITOR, FORMS, NOTICES, QUEUE, STANDARDS
from lopo.organisation.api import PROVINCES
from lopo.people.api import Permission, Role, asking, require, role_name

from .catalogue import FileRefused, add_from, to_service
from .links import Link, links_page
from .pages import FROM_CHECK, admin_page, came_from_check, to_step
from .steps import PAGES, StepPage

LABELS = {
    "instansi": gettext_lazy("Agency"),
    "pusat": pgettext_lazy("step", "Centre"),
    "jam": gettext_lazy("Hours"),
    "layanan": gettext_lazy("Services"),
    "antrean": gettext_lazy("Queues"),
    "pembagian": gettext_lazy("Service and queue"),
    "meja": gettext_lazy("Counters"),
    "petugas": gettext_lazy("Staff"),
    "periksa": gettext_lazy("Check"),
}


SERVICE_BUTTONS = ("shipped", "file", "add")


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def drafts(request: HttpRequest) -> HttpResponse:
    """Centres being set up, and the button that begins another one."""
    principal = asking(request)
    require(principal, Permission.MANAGE_SYSTEM, None)
    if request.method == "POST":
        assert principal.user is not None
        draft = actions.begin_draft(user=principal.user, clock=system_clock)
        return see_other("administration:step", draft.pk, rules.NAMES[0])
    shown = [_listed(draft) for draft in queries.drafts()]
    return render(
        request,
        "administration/drafts.html",
        {
            "drafts": shown,
            "steps": LABELS.values(),
            "parts": _parts(),
            "takes_numbers": has_part(QUEUE),
        },
    )


def _parts() -> list[dict[str, Any]]:
    """The parts of the installation in the words of the field, and which are in use."""
    labels = {
        STANDARDS: _("Services and their standards, search, posters and sheets, administration"),
        QUEUE: _("Numbers, counters, reception, kiosk and television"),
        FORMS: _("Forms that visitors fill in"),
        NOTICES: _("Pledge, announcements, hoaxes set right"),
        EDITOR: _("Writing and decreeing standards"),
    }
    return [{"label": label, "is_on": has_part(name)} for name, label in labels.items()]


def _listed(draft: SetupDraft) -> dict[str, Any]:
    answers = draft.answers
    done = sum(rules.is_done(answers, name) for name in rules.NAMES)
    goes_on = rules.first_missing(answers) or rules.REVIEW
    place = answers.get("pusat", {})
    return {
        "draft": draft,
        "name": place.get("name") or _("A centre without a name yet"),
        "zone": place.get("zone", "Asia/Makassar"),
        "done": done,
        "of": len(rules.NAMES),
        "href": reverse("administration:step", args=[draft.pk, goes_on]),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step: shown as it was saved last, saved when it is right."""
    draft = draft_or_404(asking(request), pk)
    if draft.centre_id is not None:
        return see_other("administration:done", pk)
    if step == rules.REVIEW:
        return _review(request, draft)
    page = _page_of(draft, request, step)
    if not isinstance(page, StepPage):
        return page
    try:
        answer = _sent(request, draft, step, page) if request.method == "POST" else None
    except StaleAnswer:
        now = draft_or_404(asking(request), pk)
        answer = _shown(request, now, step, page, [], stale=True)
    return answer or _shown(request, draft, step, page, page.faults())


def _sent(
    request: HttpRequest, draft: SetupDraft, step: str, page: StepPage
) -> HttpResponse | None:
    """What a button of the page does; nothing when something on it is wrong."""
    go = request.POST.get("go", "next")
    if step == "layanan" and (go in SERVICE_BUTTONS or go.startswith("remove:")):
        return _services(request, draft, page, go)
    return _saved(request, draft, step, page) if page.is_valid() else None


def _saved(request: HttpRequest, draft: SetupDraft, step: str, page: StepPage) -> HttpResponse:
    """Keep the answer; then the next step, more rows of this one, or back to the check."""
    draft = actions.save_step(
        draft=draft,
        step=step,
        answer=page.answer(),
        clock=system_clock,
        seen=request.POST.get("version"),
    )
    for sentence in page.warnings():
        messages.warning(request, sentence)
    if request.POST.get("go") == "more" and page.has_rows:
        return to_step(request, draft.pk, step)
    if came_from_check(request):
        return to_step(request, draft.pk, rules.first_missing(draft.answers) or rules.REVIEW)
    return to_step(request, draft.pk, rules.after(step))


def _page_of(draft: SetupDraft, request: HttpRequest, step: str) -> StepPage | HttpResponse:
    """The page of a step, or the way to the step it builds upon."""
    known = rules.step_named(step)
    if known is None:
        raise Unknown(_("There is no such step."))
    missing = rules.first_missing(draft.answers, known.needs)
    if missing is not None:
        return to_step(request, draft.pk, missing)
    return PAGES[step](draft, request)


def _services(request: HttpRequest, draft: SetupDraft, page: StepPage, go: str) -> HttpResponse:
    """The buttons of the services step: what is ticked is kept before anything else happens."""
    if page.form.is_valid():  # type: ignore[attr-defined]
        draft = actions.save_step(
            draft=draft,
            step="layanan",
            answer=page.answer(),
            clock=system_clock,
            seen=request.POST.get("version"),
        )
    if go == "add":
        return to_service(request, draft.pk)
    if go.startswith("remove:"):
        answer = rules.without_service(draft.answers["layanan"], go.removeprefix("remove:"))
        actions.save_step(draft=draft, step="layanan", answer=answer, clock=system_clock)
        return to_step(request, draft.pk, "layanan")
    try:
        sentence = add_from(draft, request, go)
    except FileRefused as refusal:
        return _shown(request, draft, "layanan", page, refusal.faults)
    messages.success(request, sentence)
    return to_step(request, draft.pk, "layanan")


def _shown(
    request: HttpRequest,
    draft: SetupDraft,
    step: str,
    page: StepPage,
    faults: list[dict[str, str]],
    *,
    stale: bool = False,
) -> HttpResponse:
    version = rules.version_of(draft.answers.get(step))
    context = {
        **_around(draft, step),
        **page.context(),
        "faults": faults,
        "file": FileForm(),
        "is_stale": stale,
        # A refused form keeps the version it was read with; a stale one is told of the new one.
        "version": version if stale else request.POST.get("version", version),
        "from_check": FROM_CHECK if came_from_check(request) else "",
    }
    if came_from_check(request):
        context["back"] = reverse("administration:step", args=[draft.pk, rules.REVIEW])
    status = STALE if stale else UNPROCESSABLE if faults else 200
    return render(request, page.template, context, status=status)


def _around(draft: SetupDraft, step: str) -> dict[str, Any]:
    """Where this step stands among the others."""
    back = rules.before(step)
    names = [*rules.NAMES, rules.REVIEW]
    steps = [
        {
            "label": LABELS[name],
            "href": reverse("administration:step", args=[draft.pk, name]),
            "now": name == step,
            "done": rules.is_done(draft.answers, name),
        }
        for name in names
    ]
    return {
        "draft": draft,
        "faults": [],
        "is_stale": False,
        "version": "",
        "from_check": "",
        "steps": steps,
        "number": names.index(step) + 1,
        "count": len(names),
        "title": LABELS[step],
        "agency_name": queries.agency_name_of(draft) if step != rules.NAMES[0] else "",
        "back": reverse("administration:step", args=[draft.pk, back]) if back else "",
    }


def _review(request: HttpRequest, draft: SetupDraft) -> HttpResponse:
    """Everything on one page; then the centre opens."""
    missing = rules.first_missing(draft.answers)
    if missing is not None:
        return see_other("administration:step", draft.pk, missing)
    if request.method == "POST":
        return _open(request, draft)
    context = {**_around(draft, rules.REVIEW), **_summary(draft)}
    return render(request, "administration/step_review.html", context)


def _open(request: HttpRequest, draft: SetupDraft) -> HttpResponse:
    try:
        centre = actions.open_centre(draft=draft, actor=asking(request).actor, clock=system_clock)
    except NotReady as refusal:
        return refused(request, refusal, "administration:step", draft.pk, refusal.extra["step"])
    except FieldRefusal as refusal:
        return refused(request, refusal, "administration:step", draft.pk, rules.REVIEW)
    sentence = _("%(name)s is set up.") % {"name": centre.name}
    return said(request, sentence, "administration:done", draft.pk)


def _summary(draft: SetupDraft) -> dict[str, Any]:
    """What will be made."""
    answers, placed = draft.answers, queries.placed(draft.answers)
    services = rules.services_of(answers)
    queues = [
        {
            **queue,
            "services": [s["nama"] for s in services if placed.get(s["kode"]) == queue["code"]],
        }
        for queue in answers["antrean"]
    ]
    roles = {role.value: role_name(role) for role in Role}
    return {
        "agency": queries.agency_name_of(draft),
        "place": answers["pusat"],
        "zone_name": queries.ZONE_NAMES[answers["pusat"]["zone"]],
        "province": PROVINCES[answers["pusat"]["province"]],
        "hours": hours_shown(answers["jam"]),
        "observes": answers["jam"]["observes"],
        "queues": queues,
        "without": [s["nama"] for s in services if not placed.get(s["kode"])],
        "counters": answers["meja"],
        "people": [
            {"name": person["name"], "roles": [roles[role] for role in person["roles"]]}
            for person in answers.get("petugas", [])
        ],
        "same_name": queries.same_name(answers["pusat"]["name"]),
        "hrefs": {
            name: reverse("administration:step", args=[draft.pk, name]) + FROM_CHECK
            for name in rules.NAMES
        },
    }


def hours_shown(answer: dict[str, Any]) -> list[dict[str, str]]:
    """The hours of each kind of day in words."""
    names = {
        "mon_thu": _("Monday to Thursday"),
        "fri": _("Friday"),
        "sat": _("Saturday"),
        "sun": _("Sunday"),
    }
    return [
        {
            "name": names[days],
            "hours": _span(times["opens"], times["closes"]) if times else _("closed"),
            "pause": _span(times["pause"], times["resumes"]) if "pause" in times else "",
        }
        for days in rules.WEEKDAYS
        if (times := answer["days"][days]) is not None
    ]


def _span(start: int, end: int) -> str:
    spoken = language(get_language())
    return f"{minute_of_day(start, spoken)}–{minute_of_day(end, spoken)}"


@require_POST
@admin_page
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    principal = asking(request)
    actions.discard_draft(draft=draft_or_404(principal, pk), actor=principal.actor)
    return said(request, _("The draft is gone."), "administration:drafts")


@require_safe
@admin_page
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """The centre is open: what to do next."""
    draft = draft_or_404(asking(request), pk)
    if draft.centre is None:
        return see_other("administration:step", pk, rules.REVIEW)
    people = draft.answers.get("petugas", [])
    context = {"draft": draft, "centre": draft.centre, "people": people}
    return render(request, "administration/done.html", context)


@require_POST
@admin_page
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """The invitations of everybody the draft named; their links are shown this once."""
    principal = asking(request)
    draft = draft_or_404(principal, pk)
    if draft.centre is None:
        return see_other("administration:step", pk, rules.REVIEW)
    made = actions.invite_people(draft=draft, actor=principal.actor, clock=system_clock)
    if not made:
        return see_other("administration:done", pk)
    links = [Link(name, [role_name(role) for role in roles], raw) for name, roles, raw in made]
    return links_page(request, draft.centre, links)
