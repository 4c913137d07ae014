"""Foreign keys obey the same direction as imports (strings hide from import-linter)."""

import os
import subprocess
import sys
from pathlib import Path

from .tree import Copy, Tree

PROGRAM = """
import django; django.setup()
from tests.architecture.test_relations import upward
print("\\n".join(upward()))
"""
POINTING_UP = """
class Sin(models.Model):
    personal_data: ClassVar[dict[str, str]] = {}
    ticket = models.ForeignKey("frontdesk.Ticket", models.PROTECT, related_name="+")
    visits = models.ManyToManyField("frontdesk.Visit", related_name="+")
    class Meta:
        app_label = "organisation"
"""


def upward() -> list[str]:
    """Relations of the installed models that point to a context above their own."""
    from django.apps import apps  # noqa: PLC0415 - in a tree of its own, after its set-up

    rank = Tree(Path(__file__).resolve().parents[2]).ranks
    return [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and not isinstance(field.related_model, (str, type(None)))
        and rank.get(field.related_model._meta.app_label, -99) > rank.get(model._meta.app_label, 99)
    ]


def upward_in(tree: Tree) -> list[str]:
    """The same in another tree: Django is set up there, in a process of its own."""
    paths = os.pathsep.join([str(tree.root / "src"), str(tree.root)])
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=tree.root,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_foreign_keys_point_down() -> None:
    assert upward() == []


def test_a_foreign_key_that_points_up_is_caught(whole: Copy) -> None:
    whole.append("src/lopo/organisation/models/places.py", POINTING_UP)
    caught = upward_in(whole)
    assert "organisation.Sin.ticket -> frontdesk.Ticket" in caught
    assert "organisation.Sin.visits -> frontdesk.Visit" in caught
