"""From where on something about the survey is worth a look."""

from datetime import date
from decimal import Decimal

from django.db import migrations

BASIS = "Kebijakan penyelenggara; tidak ada ambang dalam PermenPANRB 14/2017"
SINCE = date(2017, 1, 1)
# Voices from which shares are compared; voices from which a day can be too full; how many times
# the usual spread above the usual day; the others in per cent (TOP: points above the others).
THRESHOLDS = {
    "LEAST": 20, "DAY": 10, "BURST": 3, "STAFF": 20, "DEVICE": 30,
    "STRAIGHT": 80, "ALIKE": 60, "TOP": 30,
}  # fmt: skip


def seed(apps, schema_editor):
    """The limits as shipped."""
    model = apps.get_model("surveys", "WatchThreshold")
    model.objects.bulk_create(
        model(code=code, value=Decimal(value), valid_from=SINCE, legal_basis=BASIS)
        for code, value in THRESHOLDS.items()
    )


def unseed(apps, schema_editor):
    """Take the rows back."""
    apps.get_model("surveys", "WatchThreshold").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("surveys", "0004_paper_and_watching")]
    operations = [migrations.RunPython(seed, unseed)]
