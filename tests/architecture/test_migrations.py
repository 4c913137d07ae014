"""Migrations stand alone: they import no code that will change, and can be taken back."""

import ast

import pytest

from .tree import Copy, Tree, parse, walk

WAY_BACK = {"RunPython": "reverse_code", "RunSQL": "reverse_sql"}


def is_ours(module: str) -> bool:
    """Whether a module is the product's own, so that it will change."""
    return module.split(".", maxsplit=1)[0] in {"lopo", "config"}


def fault(node: ast.AST, module: ast.Module) -> str | None:
    """What is wrong with one statement of a migration, if anything."""
    match node:
        case ast.ImportFrom(module=name, level=level) if level or is_ours(name or ""):
            return f"imports {'.' * level}{name or ''}"
        case ast.Import(names=[ast.alias(name=name), *_]) if is_ours(name):
            return None if serves_validators(name, module) else f"imports {name}"
        case ast.Call(func=ast.Attribute(attr=kind), args=args, keywords=keywords):
            named = {keyword.arg for keyword in keywords}
            if kind in WAY_BACK and len(args) == 1 and WAY_BACK[kind] not in named:
                return f"{kind} has no way back"
    return None


def serves_validators(name: str, module: ast.Module) -> bool:
    """Whether a module is named only for `validate_…`: fields keep a reference to those."""
    used = [
        node.attr
        for node in walk(module)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == name
    ]
    return bool(used) and all(attribute.startswith("validate_") for attribute in used)


def faults(tree: Tree) -> list[str]:
    """Migrations that lean on app code, or have no way back."""
    wrong = []
    for path in tree.files(".py"):
        if tree.lies_in(path, "migrations"):
            module = parse(path.read_text(encoding="utf-8"))
            wrong += [
                f"{tree.name(path)}:{getattr(node, 'lineno', 0)} {said}"
                for node in walk(module)
                if (said := fault(node, module))
            ]
    return wrong


def test_migrations_import_no_app_code_and_can_be_taken_back(tree: Tree) -> None:
    assert faults(tree) == []


@pytest.mark.parametrize(
    ("sin", "said"),
    [
        ("from lopo.people.models import User", "imports lopo.people.models"),
        ("import lopo.kernel.codes", "imports lopo.kernel.codes"),
        ("from ..models import User", "imports ..models"),
        ("import lopo.people.models\nlopo.people.models.User", "imports lopo.people.models"),
        ("migrations.RunPython(fill)", "RunPython has no way back"),
        ("migrations.RunSQL('SELECT 1')", "RunSQL has no way back"),
    ],
)
def test_a_migration_that_leans_on_the_app_is_caught(sin: str, said: str, sinful: Copy) -> None:
    sinful.put("src/lopo/people/migrations/0099_sin.py", f"{sin}\n")
    assert any("0099_sin.py:1" in line and said in line for line in faults(sinful))
