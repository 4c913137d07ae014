"""A context queries and writes only its own tables; others come through their public door.

Types may be imported for hints and foreign keys. What is refused is asking or changing: a
manager (also through an alias, a subclass, a module or `get_model`), `save` and `delete` on
something annotated with a foreign type, and SQL that names a foreign table.
"""

import ast
import re
from pathlib import Path

import pytest

from .tree import Copy, Tree, walk

MANAGERS = {"objects", "_default_manager", "_base_manager", "_meta"}
CHANGES = {"save", "delete", "asave", "adelete", "refresh_from_db", "save_base"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404", "aget_object_or_404"}
TABLE = re.compile(r'\b(?:FROM|JOIN|INTO|UPDATE|TABLE)\s+"?(([a-z]+)_[a-z]+)')
Names = dict[str, str]


def owner_of(node: ast.ImportFrom | ast.Import, module: str) -> str | None:
    """The context a `lopo.<context>…` module belongs to."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "lopo" else None


def absolute(node: ast.ImportFrom, path: Path, source: Path) -> str:
    """The full name of the module an import names, relative dots resolved."""
    if not node.level:
        return node.module or ""
    package = ["lopo", *path.relative_to(source).parts[: -node.level]]
    return ".".join([*package, *([node.module] if node.module else [])])


def foreign_names(tree: Tree, path: Path, module: ast.Module) -> Names:
    """Local names that stand for something of another context, and of which."""
    home = tree.home_of(path)
    names: Names = {}
    for node in walk(module):
        if isinstance(node, ast.ImportFrom):
            owner = owner_of(node, absolute(node, path, tree.source))
            for alias in node.names:
                context = owner or alias.name
                if context in tree.contexts and context != home:
                    names[alias.asname or alias.name] = context
        elif isinstance(node, ast.Import):
            for alias in node.names:
                owner = owner_of(node, alias.name)
                if owner in tree.contexts and owner != home and alias.asname:
                    names[alias.asname] = owner
    return names


def with_descendants(module: ast.Module, names: Names) -> Names:
    """The same with aliases (`C = Centre`) and subclasses (`class C(Centre)`)."""
    known = dict(names)
    for node in walk(module):
        match node:
            case ast.Assign(targets=[ast.Name(id=alias)], value=ast.Name(id=name)):
                if name in known:
                    known[alias] = known[name]
            case ast.ClassDef(name=name, bases=bases):
                for base in bases:
                    if isinstance(base, ast.Name) and base.id in known:
                        known[name] = known[base.id]
    return known


def root_name(node: ast.expr) -> str | None:
    """`api` of `api.Centre.objects`."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def annotated(function: ast.FunctionDef | ast.AsyncFunctionDef, names: Names) -> set[str]:
    """Arguments of a function whose type belongs to another context."""
    arguments = [*function.args.args, *function.args.kwonlyargs, *function.args.posonlyargs]
    return {
        one.arg
        for one in arguments
        if one.annotation is not None
        and any(isinstance(n, ast.Name) and n.id in names for n in ast.walk(one.annotation))
    }


def complaint(node: ast.AST, names: Names, tree: Tree, home: str) -> str | None:
    """What is wrong with one node, if anything."""
    match node:
        case ast.Attribute(value=value, attr=attr) if attr in MANAGERS - {"_meta"}:
            name = root_name(value)
            return f"{ast.unparse(node)}" if name in names else None
        case ast.Call(func=ast.Name(id=shortcut), args=[first, *_]) if shortcut in SHORTCUTS:
            return ast.unparse(node) if root_name(first) in names else None
        case ast.Call(
            func=ast.Attribute(attr="get_model"), args=[ast.Constant(value=str(label)), *_]
        ):
            context = label.split(".")[0].lower()
            return ast.unparse(node) if context in tree.contexts and context != home else None
        case ast.Constant(value=str(text)):
            found = TABLE.search(text)
            is_foreign = found and found[2] in tree.contexts and found[2] != home
            return f"SQL on {found[1]}" if found and is_foreign else None
    return None


def intrusions(tree: Tree) -> list[str]:
    """Every place that queries or writes a table of another context."""
    wrong = []
    for path, module in tree.code():
        if path.is_relative_to(tree.root / "src" / "config"):
            continue
        home = tree.home_of(path)
        names = with_descendants(module, foreign_names(tree, path, module))
        where = tree.name(path)
        for node in walk(module):
            said = complaint(node, names, tree, home)
            if said:
                wrong.append(f"{where}:{getattr(node, 'lineno', 0)} {said}")
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                wrong += [f"{where}:{line} {said}" for line, said in changes(node, names)]
    return wrong


def changes(
    function: ast.FunctionDef | ast.AsyncFunctionDef, names: Names
) -> list[tuple[int, str]]:
    """Where a function saves or deletes an argument of a foreign type."""
    foreign = annotated(function, names)
    return [
        (node.lineno, ast.unparse(node.func))
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CHANGES
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in foreign
    ]


def test_nobody_queries_or_writes_foreign_models(tree: Tree) -> None:
    assert intrusions(tree) == []


@pytest.mark.parametrize(
    ("sin", "said"),
    [
        ("from lopo.organisation.api import Centre\nCentre.objects.all()", "Centre.objects"),
        ("from lopo.organisation.api import Centre as C\nC._default_manager", "C._default"),
        ("from lopo.organisation.api import Centre\nX = Centre\nX.objects", "X.objects"),
        (
            "from lopo.organisation.api import Centre\nclass Mine(Centre): pass\nMine.objects",
            "Mine.objects",
        ),
        ("from lopo.organisation import api\napi.Centre.objects", "api.Centre.objects"),
        ("import lopo.organisation.api as o\no.Centre.objects", "o.Centre.objects"),
        ("from ..organisation.api import Centre\nCentre.objects", "Centre.objects"),
        (
            "from lopo.organisation.api import Centre\nget_object_or_404(Centre, code='x')",
            "get_object_or_404",
        ),
        ("apps.get_model('organisation', 'Centre')", "get_model"),
        (
            "from lopo.organisation.api import Centre\n"
            "def rename(*, centre: Centre | None) -> None:\n    centre.save()",
            "centre.save",
        ),
        ("run('UPDATE organisation_centre SET name = 1')", "SQL on organisation_centre"),
    ],
    ids=[
        "a manager",
        "an alias of the import",
        "an alias in the module",
        "a subclass",
        "through the module",
        "through an imported module",
        "through a relative import",
        "through a shortcut",
        "by its label",
        "saving an argument",
        "by SQL",
    ],
)
def test_a_foreign_model_in_use_is_caught(sin: str, said: str, sinful: Copy) -> None:
    sinful.put("src/lopo/frontdesk/sinner.py", f"{sin}\n")
    assert any("sinner.py" in line and said in line for line in intrusions(sinful))
