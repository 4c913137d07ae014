"""The trees of every guard: the real one must be clean, in a copy its sin must be caught.

Guards that only read look at a small copy (the bones of every context), which keeps a hundred
sins quick; those that import the product get the whole.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from .access.callers import World
from .tree import ROOT, Copy, Tree

FOLDERS = ("src", "tests/architecture", "tools", "docs")
FILES = ("pyproject.toml", "README.md", "GLOSSARY.md", "CONTRIBUTING.md", "tests/__init__.py")
# Compiled files stay: they are valid in the copy too, and compiling anew costs seconds.
# Drafts on their way to becoming `.pyc` or `.mo` may be gone before they are copied.
HEAVY = shutil.ignore_patterns("*.pyc.*", "*.mo*", "*.woff2", "*.png", "vendor")
BONES = {
    "__init__.py", "models.py", "rules.py", "codes.py", "parser.py", "django.po", "dom.js",
    "README.md", "api.md",
}  # fmt: skip
Ignore = Callable[[str, list[str]], set[str]]


def flesh(folder: str, names: list[str]) -> set[str]:
    """What the small copy leaves out: every file that is not of the bones."""
    files = {name for name in names if (Path(folder) / name).is_file()}
    return (files - BONES) | {"__pycache__", "tests", "vendor", "management"}


def copy_to(root: Path, leave_out: Ignore) -> Copy:
    """A copy of the project in an empty folder."""
    for name in FOLDERS:
        shutil.copytree(ROOT / name, root / name, ignore=leave_out)
    for name in FILES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    return Copy(root)


@pytest.fixture(scope="session")
def tree() -> Tree:
    """The project itself."""
    return Tree(ROOT)


@pytest.fixture(scope="session")
def _bones(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return copy_to(tmp_path_factory.mktemp("bones"), flesh)


@pytest.fixture(scope="session")
def _whole(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return copy_to(tmp_path_factory.mktemp("whole"), HEAVY)


@pytest.fixture
def sinful(_bones: Copy) -> Iterator[Copy]:
    """The small copy, to be spoilt by one test and mended after it."""
    yield _bones
    _bones.undo()


@pytest.fixture
def whole(_whole: Copy) -> Iterator[Copy]:
    """The whole copy, likewise."""
    yield _whole
    _whole.undo()


@pytest.fixture(scope="module")
def one_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world of a file: made once, in a transaction around those of its tests."""
    with django_db_blocker.unblock(), around_tests():
        world = World()
        assert world.callers
        yield world


@contextmanager
def around_tests() -> Iterator[None]:
    """A transaction of which the product knows as little as of that of a test."""
    outer = transaction.atomic()
    outer._from_testcase = True  # type: ignore[attr-defined]
    with outer:
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world(one_world: World) -> World:
    """Two centres and everybody who may knock, as if made for this test alone."""
    return one_world.for_one_test()
