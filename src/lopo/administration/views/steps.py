"""The pages of the wizard, one class each: what is shown, what is valid, what is kept."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lopo.administration import queries, rules
from lopo.administration.forms import (
    NEW_AGENCY,
    AgencyForm,
    CatalogueForm,
    CentreForm,
    CounterForm,
    HolidaysForm,
    HoursForm,
    PersonForm,
    PlacesForm,
    QueueForm,
)
from lopo.administration.models import SetupDraft
from lopo.foundation.staff_pages import faults_of
from lopo.people.api import Role, role_name

from .pages import Rows

STAFF_ROLES = (Role.COUNTER_OFFICER, Role.RECEPTIONIST, Role.SUPERVISOR, Role.CENTRE_ADMIN)
FIRST_COUNTERS = 3


class StepPage:
    """One step of a draft, filled in or about to be."""

    template: ClassVar[str]
    has_rows: ClassVar[bool] = False

    def __init__(self, draft: SetupDraft, request: HttpRequest) -> None:
        self.draft = draft
        self.answers: Mapping[str, Any] = draft.answers
        self.data = request.POST if request.method == "POST" else None
        self.build()

    def build(self) -> None:
        """Make the forms."""
        raise NotImplementedError

    def forms(self) -> list[forms.Form]:
        """All forms of the page, in order."""
        raise NotImplementedError

    def is_valid(self) -> bool:
        """Whether everything on the page is right."""
        # Every one is asked, so that all errors are told at once.
        return all([form.is_valid() for form in self.forms()])  # noqa: C419

    def answer(self) -> Any:
        """What is kept of a valid page."""
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        """What the template shows."""
        raise NotImplementedError

    def warnings(self) -> list[str]:
        """What is right, and yet worth a second look; said once the page is saved."""
        return []

    def faults(self) -> list[dict[str, str]]:
        """Every error of the page."""
        return faults_of(*self.forms()) if self.data is not None else []


class FormStep(StepPage):
    """A step that is one plain form."""

    form: forms.Form

    def forms(self) -> list[forms.Form]:
        """The one."""
        return [self.form]

    def answer(self) -> Any:
        """What was entered."""
        return self.form.cleaned_data

    def context(self) -> dict[str, Any]:
        """The form."""
        return {"form": self.form}


class AgencyStep(FormStep):
    """Whose centre it is."""

    template = "administration/step_agency.html"

    def build(self) -> None:
        """Known agencies, or a new one; nothing is chosen before somebody has."""
        known, kept = queries.agency_choices(), self.answers.get("instansi")
        initial = {**kept, "agency": kept["agency"] or NEW_AGENCY} if kept else None
        self.form = AgencyForm(self.data, agencies=known, initial=initial)

    def answer(self) -> Any:
        """An existing agency by its code, or the names of a new one."""
        said = self.form.cleaned_data
        if said["agency"] == NEW_AGENCY:
            return {**said, "agency": ""}
        return {"agency": said["agency"], "name": "", "short_name": ""}

    def context(self) -> dict[str, Any]:
        """Whether there is a choice at all."""
        return {"form": self.form, "is_choice": not self.form.fields["agency"].widget.is_hidden}


class CentreStep(FormStep):
    """The place."""

    template = "administration/step_centre.html"

    def build(self) -> None:
        """Name, code, province, contact."""
        initial = self.answers.get("pusat")
        taken = [*queries.centre_codes(), *rules.RESERVED]
        self.form = CentreForm(self.data, taken=taken, initial=initial)
        self.proposed = ""

    def is_valid(self) -> bool:
        """With a code: one that we made is shown first, since it stays for good."""
        if not super().is_valid():
            return False
        if not self.form.cleaned_data["code"]:
            name = self.form.cleaned_data["name"]
            self.proposed = rules.short_code(name, queries.centre_codes())
            data = {**self.form.data.dict(), "code": self.proposed}  # type: ignore[attr-defined]
            self.form = CentreForm(data, taken=self.form.taken)  # type: ignore[attr-defined]
        return not self.proposed

    def answer(self) -> Any:
        """With the zone of the province."""
        return self.form.answers()  # type: ignore[attr-defined]

    def context(self) -> dict[str, Any]:
        """And the code we propose, if we do."""
        return {"form": self.form, "proposed": self.proposed}

    def warnings(self) -> list[str]:
        """Two centres of one name are possible, but visitors may go to the wrong one."""
        name = self.form.cleaned_data["name"]
        if not queries.same_name(name):
            return []
        return [
            _("There is a centre called %(name)s already. Is this another one?") % {"name": name}
        ]


class HoursStep(StepPage):
    """When it is open."""

    template = "administration/step_hours.html"

    def build(self) -> None:
        """Office hours of the law until somebody says otherwise."""
        kept = self.answers.get("jam") or {"days": queries.office_hours(), "observes": True}
        names = {
            "mon_thu": _("Monday to Thursday"),
            "fri": _("Friday"),
            "sat": _("Saturday"),
            "sun": _("Sunday"),
        }
        self.days = [
            (names[days], days, HoursForm(self.data, prefix=days, initial=kept["days"][days]))
            for days in rules.WEEKDAYS
        ]
        for name, _days, form in self.days:
            form.about = name  # type: ignore[attr-defined]
        self.holidays = HolidaysForm(self.data, initial={"observes": kept["observes"]})

    def forms(self) -> list[forms.Form]:
        """The kinds of day, then holidays."""
        return [*(form for _name, _days, form in self.days), self.holidays]

    def is_valid(self) -> bool:
        """Open at least on one day."""
        valid = super().is_valid()
        if valid and not any(form.answers() for _name, _days, form in self.days):
            self.days[0][2].add_error("opens", _("Say when the centre is open."))
            return False
        return valid

    def answer(self) -> Any:
        """Times as text, by kind of day."""
        return {
            "days": {days: form.answers() for _name, days, form in self.days},
            "observes": self.holidays.cleaned_data["observes"],
        }

    def context(self) -> dict[str, Any]:
        """The forms with their names."""
        days = [{"name": name, "form": form} for name, _days, form in self.days]
        return {"days": days, "holidays": self.holidays, "basis": queries.hours_basis()}


class ServicesStep(StepPage):
    """What is given there."""

    template = "administration/step_services.html"

    def build(self) -> None:
        """Services of the agency to tick, and those that are new."""
        self.known = queries.catalogue_of(queries.agency_of(self.draft))
        kept = self.answers.get("layanan", {})
        self.new: list[dict[str, Any]] = kept.get("new", [])
        chosen = [s["kode"] for s in kept.get("chosen", self.known)]
        self.form = CatalogueForm(
            self.data,
            known={service["kode"]: service["nama"] for service in self.known},
            initial={"services": chosen},
        )

    def forms(self) -> list[forms.Form]:
        """The ticks."""
        return [self.form]

    def is_valid(self) -> bool:
        """At least one service."""
        valid = super().is_valid()
        if valid and not self.form.cleaned_data["services"] and not self.new:
            self.form.add_error(None, _("Choose or add at least one service."))
            return False
        return valid

    def answer(self) -> Any:
        """What was ticked, and what is new."""
        return {**self.answers.get("layanan", {"new": []}), "chosen": self.ticked()}

    def ticked(self) -> list[dict[str, Any]]:
        """The services that are ticked now."""
        codes = self.form.cleaned_data["services"]
        return [service for service in self.known if service["kode"] in codes]

    def context(self) -> dict[str, Any]:
        """Both kinds."""
        return {"form": self.form, "known": self.known, "new": self.new}


class RowsStep(StepPage):
    """A step of several rows of one kind."""

    has_rows = True
    rows: Rows
    least = 1
    twins: ClassVar[str] = "code"

    def forms(self) -> list[forms.Form]:
        """Every row."""
        return self.rows.forms

    def is_valid(self) -> bool:
        """Each row right, none twice, and not all of them empty."""
        if not self.rows.is_valid():
            return False
        if len(self.rows.filled()) < self.least:
            self.rows.forms[0].add_error(self.twins, self.nothing())
            return False
        return not self.rows.refuse_twins(self.twins, _("This is in another row already."))

    def nothing(self) -> str:
        """What to say when all rows are empty."""
        return _("Fill in at least one row.")

    def answer(self) -> Any:
        """The rows that say something."""
        return [form.cleaned_data for form in self.rows.filled()]

    def context(self) -> dict[str, Any]:
        """The rows."""
        return {"rows": self.rows.forms}


class QueuesStep(RowsStep):
    """The letters and names of the queues."""

    template = "administration/step_queues.html"

    def build(self) -> None:
        """Queues by the categories of the services until somebody says otherwise."""
        kept = self.answers.get("antrean")
        if kept is None:
            categories = rules.categories_of(rules.services_of(self.answers))
            kept = rules.default_queues(categories, queries.shipped_queues())
        self.rows = Rows(QueueForm, self.data, kept, most=26)


class PlacesStep(FormStep):
    """Which queue takes the numbers of which service."""

    template = "administration/step_places.html"

    def build(self) -> None:
        """One choice for each service that is given at a counter."""
        services = rules.services_of(self.answers)
        self.services = [service for service in services if rules.at_counter(service)]
        self.elsewhere = [s["nama"] for s in services if not rules.at_counter(s)]
        self.form = PlacesForm(
            self.data,
            services={service["kode"]: service["nama"] for service in self.services},
            queues=queries.place_choices(self.answers),
            initial=queries.placed(self.answers),
        )

    def context(self) -> dict[str, Any]:
        """The choices by category."""
        groups: dict[str, list[Any]] = {}
        for service in self.services:
            field = self.form[service["kode"]]
            groups.setdefault(rules.as_known(service["kategori"], groups), []).append(field)
        return {"form": self.form, "groups": groups, "elsewhere": self.elsewhere}


class CountersStep(RowsStep):
    """The counters and the queues each serves."""

    template = "administration/step_counters.html"

    def build(self) -> None:
        """A few counters that serve everything until somebody says otherwise."""
        queues = queries.queue_choices(self.answers)
        kept = self.answers.get("meja")
        if kept is None:
            numbers = range(1, FIRST_COUNTERS + 1)
            kept = [
                {"code": str(n), "name": _("Counter %(n)s") % {"n": n}, "queues": []}
                for n in numbers
            ]
        for counter in kept:
            counter["queues"] = [code for code in counter["queues"] if code in queues]

        def make(*args: Any, **kwargs: Any) -> CounterForm:
            return CounterForm(*args, queues=queues, **kwargs)

        self.rows = Rows(make, self.data, kept)

    def is_valid(self) -> bool:
        """And every queue has a counter."""
        if not super().is_valid():
            return False
        letters = set(queries.queue_choices(self.answers))
        served: set[str] = set()
        for form in self.rows.filled():
            served |= set(form.cleaned_data["queues"]) or letters
        left = sorted(letters - served)
        if left:
            message = _("No counter serves the queue %(letters)s.") % {"letters": ", ".join(left)}
            self.rows.filled()[-1].add_error("queues", message)
        return not left


class PeopleStep(RowsStep):
    """Whom to invite when the centre is open."""

    template = "administration/step_people.html"
    least = 0
    twins = "name"

    def build(self) -> None:
        """Nobody until somebody says so: it may wait."""
        roles = {role.value: role_name(role) for role in STAFF_ROLES}

        def make(*args: Any, **kwargs: Any) -> PersonForm:
            return PersonForm(*args, roles=roles, **kwargs)

        self.rows = Rows(make, self.data, self.answers.get("petugas", ()), blank=3)


PAGES: dict[str, type[StepPage]] = {
    "instansi": AgencyStep,
    "pusat": CentreStep,
    "jam": HoursStep,
    "layanan": ServicesStep,
    "antrean": QueuesStep,
    "pembagian": PlacesStep,
    "meja": CountersStep,
    "petugas": PeopleStep,
}
