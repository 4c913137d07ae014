"""Whatever is done under a service remembers the version of the standard it was done under.

A promise is judged by what held that day, not by what holds today. So every table that knows a
service knows its version too, or is named here with the reason why it does not: a new one (a case,
an appointment, a complaint) cannot forget it.
"""

from collections.abc import Iterable

from django.apps import apps
from django.db import models

SERVICE, STANDARD = "catalogue.Service", "catalogue.Standard"
WITHOUT = {
    "paperwork.FormDefinition": "has versions of its own, each from a version of the standard",
    "paperwork.SealedDraft": "belongs to a version of its form",
    "surveys.SealedBallot": "unlinkable on purpose: who took part knows the version, apart",
    "surveys.Ballot": "unlinkable on purpose: who took part knows the version, apart",
    "surveys.Remark": "unlinkable on purpose: who took part knows the version, apart",
    "surveys.Exemption": "a rule for a service, whatever its version",
    "surveys.Turnout": "a number of a day: how many were served",
    "surveys.PaperBatch": "a stack of sheets of one day; who took part knows the version",
    "surveys.PaperForm": "a sheet of a batch; who took part knows the version",
    "surveys.PaperCheck": "a sheet of a batch; who took part knows the version",
}


def _points_at(model: type[models.Model], label: str) -> bool:
    return any(
        field.concrete and field.is_relation and field.related_model is apps.get_model(label)
        for field in model._meta.get_fields()
    )


def forgetful(found: Iterable[type[models.Model]]) -> set[str]:
    """Tables outside the catalogue that know a service and not the version of its standard."""
    return {
        model._meta.label
        for model in found
        if model._meta.app_label != "catalogue"
        and not model._meta.auto_created
        and _points_at(model, SERVICE)
        and not _points_at(model, STANDARD)
    }


def test_whatever_knows_a_service_remembers_its_version_or_says_why_not() -> None:
    assert forgetful(apps.get_models()) == set(WITHOUT)


def test_tickets_invitations_and_voices_remember_it() -> None:
    for label in ("frontdesk.Ticket", "surveys.SurveyInvitation", "surveys.Participation"):
        assert _points_at(apps.get_model(label), SERVICE), label
        assert _points_at(apps.get_model(label), STANDARD), label


def test_a_case_that_forgets_it_is_caught() -> None:
    class Case(models.Model):
        service = models.ForeignKey(SERVICE, models.PROTECT, related_name="+")

        class Meta:
            app_label = "frontdesk"

        def __str__(self) -> str:
            return "case"

    try:
        assert forgetful([Case]) == {"frontdesk.Case"}
    finally:
        del apps.all_models["frontdesk"]["case"]
        apps.clear_cache()
