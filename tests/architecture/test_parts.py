"""What is always there names no page of a part that may be off, but by the means for it.

In templates `{% url … as %}` is empty where there is no such page; in Python it is
``foundation.parts.address_of``. Everything else would be a fault as soon as a part is off.
"""

import ast
import re

import pytest

from config.urls import ABOUT_THE_QUEUE
from lopo.kernel.parts import EDITOR, FORMS, NOTICES, QUEUE, STANDARDS, SURVEYS

from .test_templates import template_home
from .tree import Copy, Tree, line_of, walk

# Contexts and surfaces by part; every other is always there.
HOMES = {
    "frontdesk": QUEUE,
    "kiosk": QUEUE,
    "display": QUEUE,
    "paperwork": FORMS,
    "notices": NOTICES,
    "editorial": EDITOR,
    "surveys": SURVEYS,
    "findings": SURVEYS,
}
# Pages about the queue in contexts that are always there.
PAGES_OF_QUEUE = {
    "administration/counter.html", "administration/counters.html", "administration/queue.html",
    "administration/queues.html", "administration/devices.html", "console/counter.html",
    "console/reception.html", "console/_nav.html", "people/pair_device.html",
}  # fmt: skip
CODE_OF_QUEUE = {
    "administration/views/places.py", "administration/views/devices.py", "people/views/devices.py",
}  # fmt: skip
PLAIN_URL = re.compile(r"{%\s*url\s+[\"'](?P<name>[\w:]+)[\"'](?![^%]*\bas\s+\w+\s*%})")
NAMES_A_PAGE = {"reverse", "redirect", "see_other", "said", "refused", "resolve_url"}


def part_of(name: str) -> str:
    """The part a page belongs to, by its name."""
    context, _colon, page = name.partition(":")
    if page in ABOUT_THE_QUEUE.get(context, ()):
        return QUEUE
    return HOMES.get(context, STANDARDS)


def risky(tree: Tree) -> list[str]:
    """Every name of a page that need not be there, where something else is."""
    return [*_in_templates(tree), *_in_code(tree)]


def _in_templates(tree: Tree) -> list[str]:
    wrong = []
    for path, text in tree.templates():
        home = template_home(path)
        own = QUEUE if f"{home}/{path.name}" in PAGES_OF_QUEUE else HOMES.get(home, STANDARDS)
        for found in PLAIN_URL.finditer(text):
            if part_of(found["name"]) not in {STANDARDS, own}:
                wrong.append(f"{tree.name(path)}:{line_of(text, found.start())} {found['name']}")
    return wrong


def _in_code(tree: Tree) -> list[str]:
    wrong = []
    for path, module in tree.code():
        if not path.is_relative_to(tree.source):
            continue
        is_of_queue = any(path.as_posix().endswith(name) for name in CODE_OF_QUEUE)
        own = QUEUE if is_of_queue else HOMES.get(tree.home_of(path), STANDARDS)
        wrong += [
            f"{tree.name(path)}:{node.lineno} {name}"
            for node in walk(module)
            if isinstance(node, ast.Call) and _called(node) in NAMES_A_PAGE
            for name in _texts(node)
            if part_of(name) not in {STANDARDS, own}
        ]
    return wrong


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _texts(node: ast.Call) -> list[str]:
    return [
        one.value
        for one in node.args
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    ]


def test_no_page_of_a_part_that_may_be_off_is_taken_for_granted(tree: Tree) -> None:
    assert risky(tree) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("src/lopo/catalogue/templates/catalogue/x.html", "{% url 'frontdesk:choose' c %}"),
        ("src/lopo/administration/templates/administration/x.html",
         "{% url 'administration:devices' c %}"),
        ("src/lopo/editorial/templates/editorial/x.html", "{% url 'notices:overview' %}"),
        ("src/lopo/catalogue/views/x.py", "reverse('paperwork:form', args=[1])"),
    ],
)  # fmt: skip
def test_the_guard_sees_one_that_is(sinful: Copy, name: str, text: str) -> None:
    before = risky(sinful)
    sinful.put(name, text)
    assert len(risky(sinful)) == len(before) + 1


def test_the_guard_lets_the_means_for_it_pass(sinful: Copy) -> None:
    sinful.put(
        "src/lopo/catalogue/templates/catalogue/x.html",
        "{% url 'frontdesk:choose' c as u %}{% if u %}{{ u }}{% endif %}",
    )
    assert risky(sinful) == []
