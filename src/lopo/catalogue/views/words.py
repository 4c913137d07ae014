"""How facts of a service are said on a page."""

from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from lopo.catalogue.models import COUNTER_CHANNEL, Requirement, Service, Step
from lopo.kernel.formats import language, rupiah

VISITOR_ROLE = "PEMOHON"


def time_of(service: Service) -> str:
    """How long the service takes."""
    days = service.duration_working_days
    if days is None:
        return ""
    if days == 0:
        return _("Done while you wait")
    return ngettext("%(n)s working day", "%(n)s working days", days) % {"n": days}


def cost_of(service: Service) -> str:
    """What it costs: free, said plainly, or the tariff."""
    if service.fee_amount == 0:
        return _("Free")
    return rupiah(service.fee_amount, language(get_language()))


def channel_name(channel: str) -> str:
    """A way to reach the service."""
    names = {
        COUNTER_CHANNEL: _("At the counter"),
        "daring": _("Online"),
        "telepon": _("By telephone"),
        "email": _("By e-mail"),
        "telekonferensi": _("By video call"),
    }
    return names.get(channel, channel)


def place_of(service: Service) -> str:
    """All ways in one line."""
    return ", ".join(channel_name(channel) for channel in service.channels)


def facts_of(service: Service) -> list[dict[str, Any]]:
    """The answer first: how long, how much, what one gets, where; which of it is Indonesian."""
    facts: list[dict[str, Any]] = [
        {
            "icon": "clock",
            "label": _("Time"),
            "value": time_of(service),
            "note": service.duration_start,
            "indonesian": ("note",),
        },
        {
            "icon": "coin-off" if service.fee_amount == 0 else "coins",
            "label": _("Cost"),
            "value": cost_of(service),
            "note": _("no charge of any kind") if service.fee_amount == 0 else service.fee_note,
            "indonesian": () if service.fee_amount == 0 else ("note",),
        },
        {
            "icon": "file-certificate",
            "label": _("Result"),
            "value": service.products[0] if service.products else "",
            "note": ", ".join(service.products[1:]),
            "indonesian": ("value", "note"),
        },
        {
            "icon": "building-community",
            "label": _("How"),
            "value": channel_name(service.channels[0]) if service.channels else "",
            "note": ", ".join(channel_name(channel) for channel in service.channels[1:]),
            "indonesian": (),
        },
    ]
    return [fact for fact in facts if fact["value"]]


def checklist_of(service: Service) -> list[dict[str, str]]:
    """What to bring, always needed things first."""
    items = sorted(service.requirements.all(), key=lambda item: not item.mandatory)
    return [
        {
            "code": item.code,
            "name": item.name,
            "condition": item.condition,
            "note": _note(item),
        }
        for item in items
    ]


def _note(item: Requirement) -> str:
    parts = ["" if item.condition or item.mandatory else _("If you have it")]
    if item.format:
        parts.append(item.format.upper().replace("/", _(" or ")))
    if item.sensitive:
        parts.append(_("Sensitive: seen only by the officer who handles it"))
    return " · ".join(part for part in parts if part)


def steps_of(service: Service) -> list[dict[str, object]]:
    """The procedure for the flow component; the visitor's own steps are addressed as such."""
    return [
        {
            "actor": _("You") if step.actor_code == VISITOR_ROLE else step.actor_name,
            "activity": step.activity,
            "duration": _step_time(step),
            "output": step.output,
            "you": step.actor_code == VISITOR_ROLE,
            "outside": step.external,
        }
        for step in service.steps.all()
    ]


def _step_time(step: Step) -> str:
    if step.duration_value is None:
        return _("time set by others") if step.external else ""
    if step.duration_unit == Step.DurationUnit.MINUTE:
        unit = ngettext("%(n)s minute", "%(n)s minutes", step.duration_value)
    else:
        unit = ngettext("%(n)s working day", "%(n)s working days", step.duration_value)
    return unit % {"n": step.duration_value}
