"""Every date belongs to a centre's zone, every moment comes from a clock that is passed in.

In Kupang the UTC day is "yesterday" until 08:00: one `date()` of a UTC moment is a wrong day
during opening hours.
"""

import ast
import re
from pathlib import Path

import pytest

from .tree import Copy, Tree, line_of, walk

# Functions whose very job is to say which local day a moment belongs to.
LOCAL_DAY = {"local_date"}
# Pure calendars: they reckon with local times that carry no zone any more.
CALENDARS = {"src/lopo/organisation/rules/opening.py"}
# The one place that asks the machine for the time.
CLOCKS = {"src/lopo/kernel/clock.py"}
LOCAL = {"astimezone", "in_zone"}
NAIVE = {"utcnow", "utcfromtimestamp"}
NEEDS_ZONE = {"localdate", "localtime"}
DAY_LOOKUP = re.compile(r"__(date|year|month|day|week|week_day|hour)(__\w+)?$")
SQL_DAY = re.compile(
    r"\bcurrent_date\b|\blocaltimestamp\b|\blocaltime\b|\bnow\(\)\s*::\s*date|"
    r"\bcurrent_timestamp\s*::\s*date|\bdate\s*\(\s*now\(\)",
    re.IGNORECASE,
)
# `c` and `U` spell the whole moment; every other format would use the server's zone.
IN_TEMPLATE = re.compile(
    r"\|(date|time|timesince|naturalday)\b(?!:[\"']c[\"'])|{%\s*now\s+(?![\"']U)"
)


def is_local(value: ast.expr, local_names: set[str]) -> bool:
    """Whether an expression is a moment on the clock of a zone."""
    match value:
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)):
            return name in LOCAL
        case ast.Name(id=name):
            return name == "local" or name.startswith("local_") or name in local_names
    return False


def local_names(module: ast.Module) -> set[str]:
    """Names to which a module assigns a moment on the clock of a zone."""
    return {
        target.id
        for node in walk(module)
        if isinstance(node, ast.Assign) and is_local(node.value, set())
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def called(node: ast.Call) -> tuple[str, str]:
    """`("timezone", "now")` of `timezone.now()`, `("", "now")` of `now()`."""
    match node.func:
        case ast.Attribute(value=value, attr=name):
            return ast.unparse(value).split(".")[-1], name
        case ast.Name(id=name):
            return "", name
    return "", ""


def fault(node: ast.Call, known: set[str]) -> str | None:
    """What is wrong with the time in one call, if anything."""
    owner, name = called(node)
    bare = not node.args and not node.keywords
    if (
        owner in {"datetime", "date", "dt"}
        and name in {"now", "today"}
        and (bare or name == "today")
    ):
        return "without a zone"
    if (
        name in NAIVE
        or (name in NEEDS_ZONE and bare)
        or (name == "fromtimestamp" and len(node.args) == 1 and not node.keywords)
    ):
        return "without a zone"
    if owner == "timezone" and name == "now":
        return "instead of a clock that is passed in"
    if name == "date" and bare and isinstance(node.func, ast.Attribute):
        return None if is_local(node.func.value, known) else "of a moment in no known zone"
    return None


def in_functions(tree: Tree, path: Path, module: ast.Module) -> list[str]:
    """Faulty calls of a module, judged function by function."""
    wrong: dict[int, str] = {}
    excused: set[int] = set()
    everywhere = local_names(module)
    for node in walk(module):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name in LOCAL_DAY:
            excused |= {id(inner) for inner in ast.walk(node)}
    for node in walk(module):
        if isinstance(node, ast.Call) and id(node) not in excused:
            said = fault(node, everywhere)
            if said:
                wrong[node.lineno] = f"{tree.name(path)}:{node.lineno} {ast.unparse(node)} {said}"
    return list(wrong.values())


def in_queries(tree: Tree, path: Path, module: ast.Module) -> list[str]:
    """Lookups and SQL that let the database choose the day."""
    docstrings = {
        id(node.body[0].value)
        for node in walk(module)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    wrong = []
    for node in walk(module):
        match node:
            case ast.keyword(arg=str(name)) if DAY_LOOKUP.search(name):
                wrong.append(f"{tree.name(path)}:{node.lineno} {name} uses the database's zone")
            case ast.Constant(value=str(text)) if id(node) not in docstrings:
                if SQL_DAY.search(text):
                    wrong.append(f"{tree.name(path)}:{node.lineno} SQL with the database's day")
    return wrong


def faults(tree: Tree) -> list[str]:
    """Every place where a day or a moment has no zone."""
    wrong = []
    for path, module in tree.code():
        if tree.name(path) not in CALENDARS | CLOCKS:
            wrong += in_functions(tree, path, module)
        wrong += in_queries(tree, path, module)
    for path, text in tree.templates():
        wrong += [
            f"{tree.name(path)}:{line_of(text, found.start())} {found[0]} uses the server's zone"
            for found in IN_TEMPLATE.finditer(text)
        ]
    return wrong


def test_every_date_and_moment_has_a_zone(tree: Tree) -> None:
    assert faults(tree) == []


@pytest.mark.parametrize(
    "sin",
    [
        "datetime.now()",
        "datetime.datetime.now()",
        "datetime.utcnow()",
        "datetime.today()",
        "date.today()",
        "datetime.fromtimestamp(1)",
        "timezone.now()",
        "timezone.localdate()",
        "localtime()",
        "issued_at.date()",
        "clock().date()",
        "Ticket.objects.filter(issued_at__date=day)",
        "Ticket.objects.filter(issued_at__hour__gte=8)",
        "run('SELECT 1 WHERE service_date = CURRENT_DATE')",
        "run('select now()::date')",
    ],
)
def test_a_day_without_a_zone_is_caught(sin: str, sinful: Copy) -> None:
    sinful.put("src/lopo/frontdesk/sinner.py", f"{sin}\n")
    assert any("frontdesk/sinner.py:1" in line for line in faults(sinful))


@pytest.mark.parametrize(
    "sin", ["{{ at|date:'d F Y' }}", "{{ at|time:'H.i' }}", "{% now 'Y-m-d' %}"]
)
def test_a_template_with_the_zone_of_the_server_is_caught(sin: str, sinful: Copy) -> None:
    sinful.put("src/lopo/frontdesk/templates/frontdesk/sin.html", sin)
    assert any("frontdesk/sin.html:1" in line for line in faults(sinful))


@pytest.mark.parametrize(
    "good",
    [
        "at.astimezone(ZoneInfo(centre.zone)).date()",
        "in_zone(at, centre.zone).date()",
        "local = at.astimezone(zone)\nlocal.date()",
        "def local_date(at):\n    return at.date()",
        "datetime.now(timezone.utc)",
        "timezone.localdate(timezone=zone)",
    ],
)
def test_a_day_with_a_zone_is_fine(good: str, sinful: Copy) -> None:
    sinful.put("src/lopo/frontdesk/good.py", f"{good}\n")
    assert not any("frontdesk/good.py" in line for line in faults(sinful))
