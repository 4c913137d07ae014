"""A standard's procedure as something to draw."""

from io import BytesIO

import segno
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from lopo.catalogue.api import APPLICANT, Service, Step, step_time_said
from lopo.publications.models import Publication
from lopo.publications.rules import PHONE, WALL, Flow, FlowStep, Look, Words, bpmn, draw, kept

from .sheets import address, check_path, in_indonesian, short_address

LOOKS = {"ponsel": PHONE, "lebar": WALL}


def flow_of(service: Service, *, spoken_to: bool = True) -> Flow:
    """The steps of the version in ``service.standard``; the applicant is "you" or by name."""
    standard = service.standard
    return Flow(
        standard.name, tuple(_step(step, spoken_to=spoken_to) for step in standard.told.steps)
    )


@in_indonesian
def picture_of(service: Service, look: str = "ponsel") -> str:
    """The procedure as SVG, with its steps in words for those who do not see it."""
    return drawn(flow_of(service), LOOKS[look], service.agency.name)


@in_indonesian
def bpmn_of(service: Service) -> str:
    """The procedure as BPMN 2.0 XML."""
    return kept(bpmn(flow_of(service, spoken_to=False), service.agency.name, _words()))


@in_indonesian
def seal_of(publication: Publication) -> str:
    """The code of a printed page with its QR, as a picture."""
    code = segno.make(address(check_path(publication.code)), error="m", micro=False)
    drawn_code = BytesIO()
    code.save(
        drawn_code, kind="svg", xmldecl=False, svgns=False, border=2, omitsize=True, nl=False,
        svgclass=None, lineclass=None, dark="#16182b", light="#ffffff",
    )  # fmt: skip
    context = {
        "qr": mark_safe(drawn_code.getvalue().decode("ascii")),  # noqa: S308 - segno's own numbers
        "side": code.symbol_size(border=2)[0],
        "label": _("Check that this is genuine"),
        "code": publication.code,
        "where": short_address(reverse("publications:check_form")),
    }
    return render_to_string("publications/seal.svg", context)


def drawn(flow: Flow, look: Look, agency: str) -> str:
    """A flow as SVG; to be called in the language of the picture."""
    context = {
        "drawing": draw(flow, look, _words()),
        "head": look.margin / 2 + look.head,
        "title": _("How it goes: %(service)s, %(agency)s")
        % {"service": flow.name, "agency": agency},
        "description": " ".join(_told(number, step) for number, step in enumerate(flow.steps, 1)),
    }
    return kept(render_to_string("publications/flow.svg", context))


def _words() -> Words:
    return Words(
        start=_("Start"), end=_("Done"), yes=_("yes"), no=_("no"), outside=_("time set by others")
    )


def _told(number: int, step: FlowStep) -> str:
    """A step in words."""
    said = f"{number}. {step.actor}: {step.activity}"
    said = f"{said} ({step.time})." if step.time else f"{said}."
    if not step.decides:
        return said
    answer = _("%(question)s If not: back to step %(n)s") % {
        "question": step.question,
        "n": step.no_to,
    }
    return f"{said} {answer}."


def _step(step: Step, *, spoken_to: bool) -> FlowStep:
    yours = step.actor_code == APPLICANT
    return FlowStep(
        actor=_("You") if yours and spoken_to else step.actor_name,
        activity=step.activity,
        time=step_time_said(step),
        completeness=step.completeness,
        output=step.output,
        you=yours,
        outside=step.external,
        question=step.decision.question if step.decision else "",
        no_to=step.decision.no_to if step.decision else 0,
    )
