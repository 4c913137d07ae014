"""The first published calling order: the law as data, with its legal basis."""

from datetime import datetime, timezone

from django.db import migrations

LEGAL_BASIS = (
    "UU 25/2009 tentang Pelayanan Publik pasal 29; "
    "PermenPANRB 11/2024 (pelayanan bagi kelompok rentan)"
)


def publish(apps, schema_editor):
    apps.get_model("frontdesk", "OrderPolicy").objects.create(
        version=1,
        head_start_minutes=30,
        max_priority_in_a_row=2,
        valid_from=datetime(2026, 1, 1, tzinfo=timezone.utc),
        legal_basis=LEGAL_BASIS,
    )


def withdraw(apps, schema_editor):
    apps.get_model("frontdesk", "OrderPolicy").objects.filter(centre=None, version=1).delete()


class Migration(migrations.Migration):
    dependencies = [("frontdesk", "0001_initial")]
    operations = [migrations.RunPython(publish, withdraw)]
