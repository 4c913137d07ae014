"""Only acts write: what changes a row of a context stands in its `actions`.

Views, queries, doors and forms of contexts and surfaces read. One exception: a function named
`note_…` may stamp when something was last used, outside the act that follows.
"""

import ast

import pytest

from .tree import Copy, Tree, walk

WRITES = {
    "create", "bulk_create", "update", "bulk_update", "delete", "get_or_create",
    "update_or_create", "acreate", "aupdate", "adelete",
}  # fmt: skip
SAVES = {"save", "asave"}
MAY_WRITE = {"actions", "management", "migrations", "tests", "tasks"}


def is_write(node: ast.AST) -> bool:
    """A manager that writes, or a row that is saved."""
    match node:
        case ast.Call(func=ast.Attribute(value=value, attr=attr), args=args):
            if attr in WRITES:
                return ".objects" in ast.unparse(value)
            return attr in SAVES and not args  # a picture is saved to a file, a row to nothing
    return False


def noting(module: ast.Module) -> set[int]:
    """Everything inside functions that only note a use."""
    return {
        id(inner)
        for node in walk(module)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("note_")
        for inner in ast.walk(node)
    }


def writers(tree: Tree) -> list[str]:
    """Every write outside the acts of a context."""
    homes = {*tree.contexts, *tree.surfaces()}
    wrong = []
    for path, module in tree.code():
        if not path.is_relative_to(tree.source) or tree.home_of(path) not in homes:
            continue
        if MAY_WRITE & {path.stem, *path.relative_to(tree.source).parts[:-1]}:
            continue
        excused = noting(module)
        wrong += [
            f"{tree.name(path)}:{getattr(node, 'lineno', 0)} {ast.unparse(node)[:60]}"
            for node in walk(module)
            if is_write(node) and id(node) not in excused
        ]
    return wrong


def test_only_acts_write(tree: Tree) -> None:
    assert writers(tree) == []


@pytest.mark.parametrize(
    ("name", "sin"),
    [
        ("src/lopo/frontdesk/views/sinner.py", "Ticket.objects.create(number=1)"),
        ("src/lopo/frontdesk/queries/sinner.py", "Ticket.objects.filter(pk=1).update(state='X')"),
        ("src/lopo/frontdesk/permissions.py", "ticket.save(update_fields=['state'])"),
        ("src/lopo/people/forms.py", "User.objects.all().delete()"),
        ("src/lopo/surfaces/console/views.py", "counter.save()"),
    ],
)
def test_a_write_outside_the_acts_is_caught(name: str, sin: str, sinful: Copy) -> None:
    sinful.put(name, f"{sin}\n")
    assert any(line.startswith(f"{name}:1 ") for line in writers(sinful))


def test_noting_a_use_is_fine(sinful: Copy) -> None:
    sinful.put(
        "src/lopo/people/queries.py", "def note_use(x):\n    Device.objects.filter(pk=x).update()\n"
    )
    assert writers(sinful) == []
