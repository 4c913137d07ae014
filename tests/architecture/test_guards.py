"""A check that has never failed proves nothing: every guard here is seen failing, too."""

import ast
from pathlib import Path

from .test_imports import IMPORT_SINS
from .tree import Copy, Tree, parse, walk

SPOILT = {"sinful", "whole"}


def calls(function: ast.FunctionDef, known: set[str]) -> set[str]:
    """Which functions of its own module a test calls."""
    return {
        node.func.id
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in known
    }


def never_failing(tree: Tree) -> list[str]:
    """Guards that are asked about the real tree and about no spoilt one."""
    wrong = []
    for path in sorted((tree.root / "tests" / "architecture").glob("test_*.py")):
        wrong += [f"{path.name}: {name}" for name in sorted(unproved(path))]
    return wrong


def unproved(path: Path) -> set[str]:
    """The guards of one module without a test that sees them complain."""
    module = parse(path.read_text(encoding="utf-8"))
    functions = [node for node in module.body if isinstance(node, ast.FunctionDef)]
    imported = {
        alias.asname or alias.name
        for node in walk(module)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    guards = {f.name for f in functions if not f.name.startswith("test_")} | imported
    tests = [f for f in functions if f.name.startswith("test_")]
    asked, seen = set[str](), set[str]()
    for test in tests:
        arguments = {argument.arg for argument in test.args.args}
        if "tree" in arguments:
            asked |= calls(test, guards)
        if arguments & SPOILT:
            seen |= calls(test, guards)
    return asked - seen


def test_every_guard_is_seen_failing(tree: Tree) -> None:
    assert never_failing(tree) == []


def test_every_import_contract_has_a_sin(tree: Tree) -> None:
    assert set(tree.contracts) == {str(sin.values[0]) for sin in IMPORT_SINS}


def test_a_guard_that_never_fails_is_caught(sinful: Copy) -> None:
    sinful.put(
        "tests/architecture/test_lax.py",
        '"""A lax guard."""\n\n\ndef nothing(tree):\n    return []\n\n\n'
        "def test_all_is_well(tree):\n    assert nothing(tree) == []\n",
    )
    assert "test_lax.py: nothing" in never_failing(sinful)
