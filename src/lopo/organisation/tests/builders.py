"""Typed builders: the smallest valid object, with what the test cares about spelled out."""

from itertools import count

from lopo.organisation.models import Agency, Unit

_serial = count(1)


def make_agency(*, name: str | None = None) -> Agency:
    """An agency of its own."""
    number = next(_serial)
    return Agency.objects.create(
        code=f"opd-{number}", name=name or f"Perangkat Daerah {number}", short_name=f"OPD{number}"
    )


def make_unit(*, agency: Agency | None = None) -> Unit:
    """A unit of an agency."""
    number = next(_serial)
    return Unit.objects.create(
        agency=agency or make_agency(), code=f"bidang-{number}", name=f"Bidang {number}"
    )
