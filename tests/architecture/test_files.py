"""Files have known names, stay short, and lie where they are looked for."""

import re

import pytest

from .tree import Copy, Tree

LONGEST = 400
# Names under which anything ends up.
DRAWERS = {
    "services", "service", "utils", "util", "utilities", "helpers", "helper", "common", "misc",
    "shared", "managers", "manager", "handlers", "logic", "lib", "core", "stuff", "tools",
}  # fmt: skip
CONTEXT_FOLDERS = {
    "actions", "data", "forms", "locale", "management", "migrations", "models", "permissions",
    "queries", "rules", "static", "templates", "tests", "views",
}  # fmt: skip
SURFACE_FOLDERS = {"locale", "static", "templates", "tests", "views"}
WRITTEN = (".py", ".js", ".css", ".html")
WITHOUT_README = {"surfaces"}
HEADINGS = ("What it is", "Words", "Always true", "Tells / listens to", "Personal data")


def drawers(tree: Tree) -> list[str]:
    """Python files and packages named after nothing in particular."""
    return [
        f"{tree.name(path)} is a drawer, not a name"
        for path in tree.files(".py")
        if not tree.lies_in(path, "tests") and {path.stem, path.parent.name} & DRAWERS
    ]


def strange_folders(tree: Tree) -> list[str]:
    """Folders that the anatomy of a context or a surface does not know."""
    wrong = []
    for name, known in [
        *((context, CONTEXT_FOLDERS) for context in tree.contexts),
        *((f"surfaces/{surface}", SURFACE_FOLDERS) for surface in sorted(tree.surfaces())),
    ]:
        for path in (tree.source / name).iterdir():
            if path.is_dir() and path.name not in {*known, "__pycache__"}:
                wrong.append(f"{tree.name(path)}/ is not in the anatomy")
            is_known_file = path.suffix == ".py" or path.name in {"README.md", "py.typed"}
            if path.is_file() and not is_known_file:
                wrong.append(f"{tree.name(path)} is not in the anatomy")
    return wrong + strange_statics(tree)


def strange_statics(tree: Tree) -> list[str]:
    """Static files outside the name of their context, and languages nobody reads."""
    wrong = []
    for folder in sorted(tree.source.rglob("static")):
        home = tree.home_of(folder)
        wrong += [
            f"{tree.name(path)} lies in the name of {path.name}"
            for path in folder.iterdir()
            if path.name != home
        ]
    for folder in sorted(tree.source.rglob("locale")):
        wrong += [
            f"{tree.name(path)} is not Indonesian" for path in folder.glob("*") if path.name != "id"
        ]
    return wrong


def too_long(tree: Tree) -> list[str]:
    """Files nobody reads in one go."""
    folders = [tree.root / name for name in ("src", "tests", "tools")]
    files = [path for folder in folders for path in tree.files(*WRITTEN, below=folder)]
    lengths = {
        path: path.read_text(encoding="utf-8").count("\n")
        for path in files
        if not tree.lies_in(path, "migrations") and not path.name.endswith(".min.js")
    }
    return [f"{tree.name(path)} has {n} lines" for path, n in lengths.items() if n > LONGEST]


def without_readme(tree: Tree) -> list[str]:
    """Parts of the house that do not say what they are."""
    parts = {path.parent for path in tree.source.glob("*/__init__.py")}
    wrong = []
    for folder in sorted(parts):
        page = folder / "README.md"
        if not page.exists():
            wrong.append(f"{tree.name(folder)} has no README.md")
            continue
        found = re.findall(r"^## (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
        missing = [heading for heading in HEADINGS if heading not in found]
        if missing and folder.name not in WITHOUT_README:
            wrong.append(f"{tree.name(page)} does not say: {', '.join(missing)}")
    return wrong


def test_no_file_is_a_drawer(tree: Tree) -> None:
    assert drawers(tree) == []


def test_every_folder_belongs_to_the_anatomy(tree: Tree) -> None:
    assert strange_folders(tree) == []


def test_no_file_is_too_long(tree: Tree) -> None:
    assert too_long(tree) == []


def test_every_part_says_what_it_is(tree: Tree) -> None:
    assert without_readme(tree) == []


@pytest.mark.parametrize(
    "name",
    [
        "src/lopo/frontdesk/services.py",
        "src/lopo/foundation/utils.py",
        "src/lopo/kernel/helpers.py",
        "src/lopo/frontdesk/actions/common.py",
        "src/lopo/people/helpers/__init__.py",
    ],
)
def test_a_drawer_is_caught(name: str, sinful: Copy) -> None:
    sinful.put(name, '"""Anything."""\n')
    assert any(line.startswith(name) for line in drawers(sinful))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("src/lopo/frontdesk/forms_extra/x.py", "forms_extra/ is not in the anatomy"),
        ("src/lopo/surfaces/portal/migrations/0001.py", "migrations/ is not in the anatomy"),
        ("src/lopo/ledger/notes.txt", "notes.txt is not in the anatomy"),
        ("src/lopo/frontdesk/static/people/x.js", "lies in the name of people"),
        ("src/lopo/people/locale/jv/LC_MESSAGES/django.po", "is not Indonesian"),
    ],
)
def test_a_strange_folder_is_caught(name: str, said: str, sinful: Copy) -> None:
    sinful.put(name, "")
    assert any(said in line for line in strange_folders(sinful))


@pytest.mark.parametrize("name", ["src/lopo/people/models.py", "src/lopo/ui/static_src/js/dom.js"])
def test_a_long_file_is_caught(name: str, sinful: Copy) -> None:
    sinful.append(name, "\n" * (LONGEST + 1))
    assert any(line.startswith(name) for line in too_long(sinful))


def test_a_part_without_a_readme_is_caught(sinful: Copy) -> None:
    sinful.put("src/lopo/appointments/__init__.py", "")
    sinful.put("src/lopo/people/README.md", "# people\n\n## What it is\n\nPeople.\n")
    caught = without_readme(sinful)
    assert "src/lopo/appointments has no README.md" in caught
    assert any(line.startswith("src/lopo/people/README.md does not say: Words") for line in caught)
