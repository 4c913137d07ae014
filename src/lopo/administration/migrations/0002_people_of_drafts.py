"""A draft invites a person with several roles, not with one."""

from typing import Any

from django.db import migrations


def to_roles(apps: Any, _schema: Any) -> None:
    """``role`` becomes a list of one."""
    for draft in apps.get_model("administration", "SetupDraft").objects.iterator():
        people = draft.answers.get("petugas", [])
        draft.answers["petugas"] = [
            {"name": one["name"], "roles": one.get("roles") or [one["role"]]} for one in people
        ]
        if people:
            draft.save(update_fields=["answers"])


def to_role(apps: Any, _schema: Any) -> None:
    """The first of the roles remains."""
    for draft in apps.get_model("administration", "SetupDraft").objects.iterator():
        people = draft.answers.get("petugas", [])
        draft.answers["petugas"] = [
            {"name": one["name"], "role": one["roles"][0]} for one in people
        ]
        if people:
            draft.save(update_fields=["answers"])


class Migration(migrations.Migration):
    dependencies = [("administration", "0001_initial")]

    operations = [migrations.RunPython(to_roles, to_role)]
