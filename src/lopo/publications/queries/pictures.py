"""A standard's procedure as something to draw."""

from django.utils.translation import gettext as _

from lopo.catalogue.api import APPLICANT, Service, Step, step_time_said
from lopo.publications.rules import Flow, FlowStep


def flow_of(service: Service) -> Flow:
    """The steps of the version in ``service.standard``; the applicant is spoken to."""
    standard = service.standard
    return Flow(standard.name, tuple(_step(step) for step in standard.told.steps))


def _step(step: Step) -> FlowStep:
    yours = step.actor_code == APPLICANT
    return FlowStep(
        actor=_("You") if yours else step.actor_name,
        activity=step.activity,
        time=step_time_said(step),
        completeness=step.completeness,
        output=step.output,
        you=yours,
        outside=step.external,
        question=step.decision.question if step.decision else "",
        no_to=step.decision.no_to if step.decision else 0,
    )
