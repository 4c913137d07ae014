"""The fourteen components as fields and rows. Rows can be added, sorted and removed."""

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from lopo.catalogue.api import Content, Handover, Unit

from . import rows as written_rows
from .fields import RowForm, choice, line, text, whole

SMALL_MAX = 32_767
MONEY_MAX = 10**12
MOST_ROWS = 60
UNITS = [
    (Unit.MINUTE.value, _later("minutes")),
    (Unit.HOUR.value, _later("hours")),
    (Unit.WORKING_DAY.value, _later("working days")),
]
PROMISE_UNITS = [*UNITS, (Unit.CALENDAR_DAY.value, _later("calendar days"))]
HANDOVERS = [
    (Handover.HAND_IN.value, _later("handed in")),
    (Handover.UPLOAD.value, _later("uploaded")),
    (Handover.SHOW_ORIGINAL.value, _later("original is shown")),
    (Handover.SIGN_AT_COLLECTION.value, _later("signed at collection")),
]
NEEDS = [("WAJIB", _later("always")), ("BERSYARAT", _later("under a condition"))]
ONE_PER_LINE = _later("One on each line.")


class SingleForm(forms.Form):
    """The components that are no table."""

    needs_nothing = forms.BooleanField(label=_later("Nothing needs to be brought"), required=False)
    terms = text(_later("Good to know"), 5000, ONE_PER_LINE)
    promise_amount = whole(_later("Promised time"), 0, SMALL_MAX)
    promise_unit = choice(_later("Counted in"), PROMISE_UNITS)
    promise_from = line(_later("Counted from"), 200)
    promise_outside = line(_later("Not counted, because others decide it"), 300)
    fee_amount = whole(_later("Fee in rupiah"), 0, MONEY_MAX)
    fee_note = line(_later("Note on the fee"), 200)
    fee_basis = line(_later("Legal basis of the fee"), 300)
    products = text(_later("Result"), 2000, ONE_PER_LINE, rows=2)
    signatory = line(_later("Who decides"), 200)
    complaints = text(_later("Complaints, suggestions and comments"), 4000, ONE_PER_LINE)
    facilities = text(_later("Facilities"), 4000, ONE_PER_LINE)
    competence = text(_later("Competence of the staff"), 4000, ONE_PER_LINE)
    supervision = text(_later("Internal supervision"), 4000, ONE_PER_LINE)
    staffing = line(_later("Number of staff"), 300)
    service_guarantee = text(_later("Guarantee of the service"), 1000)
    safety_guarantee = text(_later("Guarantee of safety"), 1000)
    evaluation = text(_later("Evaluation of the staff's performance"), 1000)
    note = text(_later("Note"), 500, rows=2)


class RequirementForm(RowForm):
    """One thing to bring."""

    code = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    name = line(_later("Document or condition"), 300, required=True)
    format = line(_later("Format"), 40)
    need = choice(_later("Needed"), NEEDS)
    condition = line(_later("Condition"), 300)
    handover = choice(_later("How"), HANDOVERS)
    sensitive = forms.BooleanField(label=_later("Sensitive"), required=False)


class StepForm(RowForm):
    """One step of the procedure with its quality standard."""

    telling = ("actor", "activity")

    actor = line(
        _later("Who"), 200, required=True, widget=forms.TextInput(attrs={"list": "pelaksana"})
    )
    activity = line(_later("Does what"), 300, required=True)
    completeness = line(_later("With what"), 200)
    amount = whole(_later("Time"), 1, SMALL_MAX)
    unit = choice(_later("Unit"), UNITS)
    output = line(_later("Result of the step"), 200)
    external = forms.BooleanField(label=_later("Outside party"), required=False)
    question = line(_later("Decision: question"), 200)
    no_to = whole(_later("No goes back to step"), 1, MOST_ROWS)

    def clean(self) -> dict[str, Any]:
        """A question needs a way back, and the other way round."""
        said: dict[str, Any] = super().clean() or {}
        if bool(said.get("question")) != bool(said.get("no_to")) and "no_to" not in self.errors:
            missing = "no_to" if said.get("question") else "question"
            self.add_error(missing, _("Say both: the question, and to which step a no goes back."))
        return said


class LawForm(RowForm):
    """One legal basis."""

    telling = ("title",)

    title = line(
        _later("Regulation"),
        500,
        required=True,
        widget=forms.TextInput(attrs={"list": "peraturan"}),
    )


class TariffForm(RowForm):
    """One line of a tariff."""

    name = line(_later("For what"), 200, required=True)
    amount = whole(_later("Rupiah"), 0, MONEY_MAX, required=True)
    per = line(_later("Per"), 60)


def _rows(kind: type[forms.Form]) -> "type[BaseFormSet[Any]]":
    made: type[BaseFormSet[Any]] = formset_factory(
        kind,
        extra=0,
        can_order=True,
        can_delete=True,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS,
        validate_max=True,
    )
    return made


ROWS = {
    "syarat": (_rows(RequirementForm), written_rows.requirement_rows),
    "langkah": (_rows(StepForm), written_rows.step_rows),
    "hukum": (_rows(LawForm), written_rows.law_rows),
    "tarif": (_rows(TariffForm), written_rows.tariff_rows),
}


class ContentForms:
    """All fields and rows of the editor, filled from a content or from what was sent."""

    def __init__(self, content: Content, data: Any = None) -> None:
        self.is_bound = data is not None
        if data is not None:
            # Every row may be cleared, whether it was there before or not.
            data = {**data.dict(), **{f"{prefix}-INITIAL_FORMS": "0" for prefix in ROWS}}
        initial = None if self.is_bound else written_rows.shown(content)
        self.single = SingleForm(data, initial=initial, use_required_attribute=False)
        self.rows = {
            prefix: kind(
                data,
                prefix=prefix,
                initial=None if self.is_bound else read(content),
                form_kwargs={"use_required_attribute": False},
            )
            for prefix, (kind, read) in ROWS.items()
        }
        for formset in self.rows.values():
            for number, form in enumerate(formset.forms, start=1):
                form.about = _("Row %(n)s") % {"n": number}

    def is_valid(self) -> bool:
        """Everything at once, so that every error is told."""
        return all([self.single.is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    def every_form(self) -> list[forms.BaseForm]:
        """For the list of errors, in the order of the page."""
        return [self.single, *(form for rows in self.rows.values() for form in rows.forms)]

    def content(
        self,
        *,
        actors: dict[str, str],
        law_codes: dict[str, str],
        requirement_codes: dict[str, str] | None = None,
    ) -> Content:
        """What the fields say; only after ``is_valid``."""
        kept = {prefix: _in_order(rows) for prefix, rows in self.rows.items()}
        return written_rows.written(
            self.single.cleaned_data,
            requirements=kept["syarat"],
            steps=_renumbered(kept["langkah"]),
            laws=kept["hukum"],
            tariffs=kept["tarif"],
            actors=actors,
            law_codes=law_codes,
            requirement_codes=requirement_codes or {},
        )


def _in_order(formset: "BaseFormSet[Any]") -> list[dict[str, Any]]:
    return [form.cleaned_data for form in formset.ordered_forms if form.has_changed()]


def _renumbered(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """``no_to`` as typed is the number in the column *No.*; rows that were removed leave gaps."""
    places = {row["ORDER"]: place for place, row in enumerate(steps, start=1) if row["ORDER"]}
    return [{**row, "no_to": places.get(row["no_to"], row["no_to"])} for row in steps]
