"""Announcements belong to the agency: they move to the notices, as published as they were."""

import secrets

from django.db import migrations


def move(apps, schema_editor):
    Announcement = apps.get_model("frontdesk", "Announcement")
    Notice = apps.get_model("notices", "Notice")
    for old in Announcement.objects.select_related("centre"):
        noon = f"{old.shown_from:%Y-%m-%d}T04:00:00+00:00"
        Notice.objects.create(
            code=secrets.token_hex(4), agency_id=old.centre.host_agency_id, kind="PENGUMUMAN",
            state="PUBLISHED", title=old.title, body=old.body or old.title, on_tv=True,
            valid_from=old.shown_from, valid_until=old.shown_until,
            drafted_at=noon, published_at=noon,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("frontdesk", "0009_tickets_remember_standard"),
        ("notices", "0001_initial"),
    ]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
