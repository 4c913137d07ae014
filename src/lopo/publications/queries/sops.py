"""What stands on the SOP AP sheet of a version: identity, the flow's table, and what is wrong.

PermenPANRB 35/2012; offices, never the names of officials: these are written by hand when it is
signed.
"""

from typing import Any

from django.utils.translation import gettext as _

from lopo.catalogue.api import (
    ProcedureFault,
    Service,
    Standard,
    faults_of_procedure,
    promise_said,
    versions_of,
)
from lopo.foundation.days import civil_date
from lopo.kernel.formats import long_date
from lopo.publications.models import Publication
from lopo.publications.rules import Flow, FlowStep

from .brands import Brand, brand_of
from .pictures import flow_of
from .sheets import Sheet, check_of, dated, edition, in_indonesian

# F4 (folio) lying down, as SOP sheets are printed and filed.
PAPER = {"width": 330, "height": 215, "unit": 1.0}
NOTHING = "–"
# Pages are connected by the first letters, a *no* over pages by the last.
LETTERS = "ZYXWVUTSRQPONM"


@in_indonesian
def sop_of(service: Service, publication: Publication | None, brand: Brand | None = None) -> Sheet:
    """The sheet of ``service.standard``; of a draft without code, and with its faults."""
    standard, flow = service.standard, flow_of(service, spoken_to=False)
    number = f"SOP {service.code}" + (f"/{standard.number}" if standard.number else "")
    faults = faults_of_procedure(standard.told) if standard.is_draft else []
    data = {
        "paper": PAPER,
        "brand": (brand or brand_of(service.agency)).as_data(),
        "title": _("SOP: %(name)s") % {"name": standard.name},
        "agency": service.agency.name,
        "unit": service.unit.name,
        "keywords": [service.code, "SOP AP"],
        "edition": edition(service),
        "identity": _identity(service, number),
        "approval": {
            "label": _("Approved by"),
            "office": standard.decree_office or standard.told.signatory or NOTHING,
            "below": [_("Name, rank, NIP"), _("(signature and stamp)")],
        },
        "name": {"label": _("Name of the SOP"), "value": standard.name},
        "parts": _parts(service, flow),
        "foot": _("Format: PermenPANRB Number 35 of 2012 on SOP of government administration"),
        "foot_short": f"{service.agency.name} · {number}",
        "page": _("page {n} of {all}"),
        "running": number,
        "sign": "",
        "flow_title": _("Flow of %(name)s") % {"name": standard.name},
        "no_rows": _("The procedure has no steps yet."),
        **_flow(flow),
        "check": check_of(publication),
        "draft": _("DRAFT") if standard.is_draft else "",
        "faults_title": _("To be mended before it is submitted"),
        "faults": [fault_said(fault) for fault in faults],
    }
    return Sheet("publications/sop.typ", data, dated(standard))


def _identity(service: Service, number: str) -> list[dict[str, str]]:
    standard = service.standard
    first = versions_of(service).last() or standard
    revised = standard.number and standard.number > 1
    effective = standard.valid_from
    said = {
        _("Number of the SOP"): number,
        _("Made on"): long_date(_drafted(first)),
        _("Revised on"): long_date(_drafted(standard)) if revised else NOTHING,
        _("Effective from"): long_date(effective) if effective else NOTHING,
    }
    return [{"label": label, "value": value} for label, value in said.items()]


def _drafted(standard: Standard) -> Any:
    return civil_date(standard.drafted_at)


def _parts(service: Service, flow: Flow) -> list[dict[str, Any]]:
    told = service.standard.told
    promise = promise_said(told.promise)
    warning = _(
        "When this SOP is not kept, the promise of the service (%(time)s) is broken and the "
        "applicant may complain."
    ) % {"time": promise or NOTHING}
    records = list(dict.fromkeys(step.output for step in flow.steps if step.output))
    said = [
        (_("Legal basis"), [law.title for law in told.legal_basis]),
        (_("Qualification of those who do it"), list(told.competence)),
        (_("Connected with"), [_("Service standard of %(name)s") % {"name": flow.name}]),
        (_("Equipment"), list(told.facilities)),
        (_("Warning"), [warning, *([told.safety_guarantee] if told.safety_guarantee else [])]),
        (_("Recording and data"), records),
    ]
    run_on = {_("Equipment"), _("Recording and data")}
    return [
        {"title": title, "lines": lines or [NOTHING], "running": title in run_on}
        for title, lines in said
    ]


def _flow(flow: Flow) -> dict[str, Any]:
    last = len(flow.steps)
    rows = [_row(flow, step, number, last) for number, step in enumerate(flow.steps, 1)]
    backs = [row for row in rows if row["no_to"]]
    for place, row in enumerate(sorted(backs, key=lambda row: row["number"] - row["no_to"])):
        row |= {"channel": place, "letter": LETTERS[place % len(LETTERS)]}
    return {
        "actors": list(flow.actors),
        "rows": rows,
        "yes": _("yes"),
        "no": _("no"),
        "head": {
            "no": _("No."),
            "what": _("Activity"),
            "who": _("Done by"),
            "standard": _("Quality standard"),
            "need": _("Needed for it"),
            "time": _("Time"),
            "output": _("Output"),
            "note": _("Remarks"),
        },
    }


def _row(flow: Flow, step: FlowStep, number: int, last: int) -> dict[str, Any]:
    shape = "diamond" if step.decides else "capsule" if number in (1, last) else "box"
    return {
        "number": number,
        "activity": step.activity,
        "question": step.question,
        "column": flow.actors.index(step.actor),
        "shape": shape,
        "alt": f"{step.actor}: {step.activity}",
        "need": step.completeness,
        "time": "" if step.outside else step.time,
        "output": step.output,
        "note": _("time set by others") if step.outside else "",
        # A *no* that leads nowhere sensible asks again; the lint says so.
        "no_to": min(max(step.no_to, 1), number) if step.decides else 0,
    }


def fault_said(fault: ProcedureFault) -> str:
    """What is wrong with a procedure, as a sentence with the step it is about."""
    said = {
        "no-steps": _("The procedure has no steps."),
        "no-activity": _("Step %(n)s does not say what is done."),
        "no-actor": _("Step %(n)s does not say who does it."),
        "orphan-branch": _("The “no” of step %(n)s leads to no earlier step."),
        "decides-without-end": _("Step %(n)s is the last and asks a question; an end is missing."),
        "no-time": _("Step %(n)s has no time."),
        "starts-without-applicant": _("It does not begin with the applicant."),
        "begins-and-ends-in-one": _("It begins and ends in one step."),
        "longer-than-promised": _("Its own steps take longer than the service promises."),
    }
    return said.get(fault.code, fault.code) % {"n": fault.step}
