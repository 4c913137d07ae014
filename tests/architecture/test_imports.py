"""The import contracts hold, cover everything there is, and notice what they are for."""

import ast
import os
import re
import subprocess
import sys

import pytest

from .tree import ROOT, Copy, Tree, parse, walk

LINTER = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def lint(tree: Tree, *words: str) -> subprocess.CompletedProcess[str]:
    """import-linter as `./lopo check` runs it, in this tree."""
    paths = os.pathsep.join([str(tree.root / "src"), str(tree.root)])
    return subprocess.run(
        [sys.executable, "-c", LINTER, *words],
        cwd=tree.root,
        env={**os.environ, "PYTHONPATH": paths, "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def strangers(tree: Tree) -> list[str]:
    """Folders that a contract has forgotten."""
    contracts = tree.contracts
    folders = {path.parent.name for path in tree.source.glob("*/__init__.py")}
    with_models = {path.parent.name for path in tree.source.glob("*/models*")} - {"foundation"}
    surfaces = {f"lopo.surfaces.{name}" for name in tree.surfaces()}
    forgotten = [f"{name} has no place in the stack" for name in folders - set(tree.ranks)]
    for contract, key in (("anatomy", "containers"), ("doors", "contexts")):
        listed = set(contracts[contract][key])
        missing = {f"lopo.{name}" for name in with_models} - listed
        forgotten += [f"{name} is not in the contract {contract}" for name in missing]
    for contract, key in (("surfaces", "modules"), ("surface-anatomy", "containers")):
        missing = surfaces - set(contracts[contract][key])
        forgotten += [f"{name} is not in the contract {contract}" for name in missing]
    return sorted(forgotten)


def impurities(tree: Tree) -> list[str]:
    """What the kernel imports besides the standard library and itself."""
    found = []
    for path in tree.files(".py", below=tree.source / "kernel"):
        for node in walk(parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Import(names=names):
                    modules = [alias.name for alias in names]
                case ast.ImportFrom(module=str(module), level=0):
                    modules = [module]
                case _:
                    continue
            found += [
                f"{tree.name(path)}:{node.lineno} imports {module}"
                for module in modules
                if module.split(".")[0] not in sys.stdlib_module_names
                and not module.startswith("lopo.kernel")
                and not tree.lies_in(path, "tests")
            ]
    return found


def test_every_import_contract_is_kept() -> None:
    done = lint(Tree(ROOT))
    assert done.returncode == 0, done.stdout


def test_every_folder_is_in_the_contracts(tree: Tree) -> None:
    assert strangers(tree) == []


def test_the_kernel_needs_nothing_but_python(tree: Tree) -> None:
    assert impurities(tree) == []


IMPORT_SINS = [
    pytest.param(
        "contexts",
        "src/lopo/organisation/queries.py",
        "import lopo.frontdesk.api",
        "lopo.organisation.queries -> lopo.frontdesk.api",
        id="a place that knows the front desk above it",
    ),
    pytest.param(
        "contexts",
        "src/lopo/foundation/sinner.py",
        "import lopo.people.api",
        "lopo.foundation.sinner -> lopo.people.api",
        id="plumbing that knows who people are",
    ),
    pytest.param(
        "surfaces",
        "src/lopo/surfaces/kiosk/views.py",
        "import lopo.surfaces.portal.urls",
        "lopo.surfaces.kiosk.views -> lopo.surfaces.portal.urls",
        id="a kiosk that borrows from the portal",
    ),
    pytest.param(
        "anatomy",
        "src/lopo/ledger/queries.py",
        "import lopo.ledger.actions",
        "lopo.ledger.queries -> lopo.ledger.actions",
        id="a read that acts",
    ),
    pytest.param(
        "anatomy",
        "src/lopo/frontdesk/services.py",
        '"""A drawer for everything."""',
        "lopo.frontdesk.services",
        id="a file with an unknown name",
    ),
    pytest.param(
        "surface-anatomy",
        "src/lopo/surfaces/portal/models.py",
        '"""A surface that keeps data."""',
        "lopo.surfaces.portal.models",
        id="a surface with models",
    ),
    pytest.param(
        "doors",
        "src/lopo/frontdesk/tasks.py",
        "import lopo.organisation.models",
        "lopo.frontdesk.tasks goes past the door of lopo.organisation.models",
        id="reaching past a door",
    ),
    pytest.param(
        "doors",
        "src/lopo/surfaces/console/views.py",
        "import lopo.people.rules",
        "lopo.surfaces.console.views goes past the door of lopo.people.rules",
        id="a surface that reaches past a door",
    ),
    pytest.param(
        "purity",
        "src/lopo/organisation/rules.py",
        "import django.utils.timezone",
        "lopo.organisation.rules -> django",
        id="a rule that asks Django",
    ),
    pytest.param(
        "facades",
        "src/lopo/frontdesk/tasks.py",
        "import procrastinate",
        "lopo.frontdesk.tasks -> procrastinate",
        id="a context that queues past our own jobs",
    ),
]


@pytest.mark.parametrize(("contract", "path", "sin", "complaint"), IMPORT_SINS)
def test_import_sins_are_caught(
    contract: str, path: str, sin: str, complaint: str, whole: Copy
) -> None:
    if (whole.root / path).exists():
        whole.append(path, f"{sin}\n")
    else:
        whole.put(path, f"{sin}\n")
    done = lint(whole, "--contract", contract)
    shown = re.sub(r"\s+", " ", done.stdout)
    assert done.returncode == 1
    assert complaint in shown


def test_a_forgotten_context_is_caught(sinful: Copy) -> None:
    sinful.put("src/lopo/whistleblowing/__init__.py", "")
    sinful.put("src/lopo/whistleblowing/models.py", '"""A new context."""\n')
    assert strangers(sinful)[:2] == [
        "lopo.whistleblowing is not in the contract anatomy",
        "lopo.whistleblowing is not in the contract doors",
    ]
    assert "whistleblowing has no place in the stack" in strangers(sinful)


def test_a_kernel_that_needs_a_package_is_caught(sinful: Copy) -> None:
    sinful.append("src/lopo/kernel/codes.py", "import segno\n")
    assert any("kernel/codes.py" in line and "segno" in line for line in impurities(sinful))
