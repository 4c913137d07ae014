"""Templates stay at home, and every page has its content without JavaScript."""

import ast
import re
from pathlib import Path

import pytest

from .tree import Copy, Tree, line_of, walk

USES = re.compile(r"{%\s*(extends|include)\s+((?:[^\s\"']|\"[^\"]*\"|'[^']*')+)")
FRAME = re.compile(r"{%\s*frame\s+[\"']([^\"']+)")
URL_AS = re.compile(r"{%\s*url\s+[\"']([^\"']+)[\"'][^%]*?\bas\s+(\w+)\s*%}")
FETCHED = re.compile(
    r"<(?P<tag>[a-zA-Z][\w-]*)\b(?P<attributes>[^<>]*?"
    r"\b(?:hx-get|data-live-src)\s*=\s*(?P<quote>[\"'])(?P<url>.*?)(?P=quote).*?)>"
    r"(?P<content>\s*</(?P=tag)>)?",
    re.DOTALL,
)
URL = re.compile(r"{%\s*url\s+[\"']([^\"']+)")
VARIABLE = re.compile(r"{{\s*(\w+)\s*}}")
EAGER = re.compile(r"hx-trigger\s*=\s*[\"'][^\"']*\b(load|revealed|intersect)\b")
TEMPLATE_NAME = re.compile(r"^[a-z_]+/[\w./-]+\.html$")
SURFACE_LAYOUT = re.compile(
    r"(?:request\.)?surface\.layout(?:\|default:[\"']ui/layouts/[a-z]+\.html[\"'])?$"
)
# Django looks for these at the top, whoever brings them.
ERROR_PAGE = re.compile(r"[45]\d\d(_csrf)?\.html$")
FOREIGN_HOMES = {"admin", "django", "account", "allauth"}


def template_home(path: Path) -> str:
    """The first folder below the last `templates/`: whose name a template bears."""
    parts = path.parts
    return parts[len(parts) - parts[::-1].index("templates")]


def borrowed(tree: Tree) -> list[str]:
    """Templates that use another context's templates, by tag or from Python."""
    wrong = []
    for path, text in tree.templates():
        home = template_home(path)
        for found in USES.finditer(text):
            what = found[2]
            where = f"{tree.name(path)}:{line_of(text, found.start())}"
            if what[0] not in "\"'":
                if not SURFACE_LAYOUT.match(what) and home != "ui":
                    wrong.append(f"{where} uses {what}, which nobody can look up")
            elif what.strip("\"'").split("/")[0] not in {"ui", home}:
                wrong.append(f"{where} uses {what}")
    return wrong + borrowed_in_python(tree)


def borrowed_in_python(tree: Tree) -> list[str]:
    """Views that render another context's template."""
    return [
        f"{tree.name(path)}:{node.lineno} renders {node.value}"
        for path, module in tree.code()
        if path.is_relative_to(tree.source)
        for node in walk(module)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and TEMPLATE_NAME.match(node.value)
        and node.value.split("/")[0] not in {"ui", tree.home_of(path), *FOREIGN_HOMES}
    ]


def misplaced(tree: Tree) -> list[str]:
    """Templates outside their own name, and foreign frames outside a surface."""
    surfaces = tree.surfaces()
    wrong = []
    for path, text in tree.templates():
        named = template_home(path)
        home = tree.home_of(path)
        is_error_page = home == "ui" and ERROR_PAGE.match(named)
        if named not in {home, *FOREIGN_HOMES} and not is_error_page:
            wrong.append(f"{tree.name(path)} lies in the name of {named}")
        wrong += [
            f"{tree.name(path)} shows a frame of {view} but is no surface"
            for view in FRAME.findall(text)
            if home not in surfaces and view.split(":")[0] != home
        ]
    return wrong


def empty_without_script(tree: Tree) -> list[str]:
    """Parts of pages that only JavaScript would fill."""
    wrong = []
    surfaces = tree.surfaces()
    for path, text in tree.templates():
        where = tree.name(path)
        wrong += [
            f"{where}:{line_of(text, found.start())} waits for {found[1]}"
            for found in EAGER.finditer(text)
        ]
        named = {variable: view for view, variable in URL_AS.findall(text)}
        framed = set(FRAME.findall(text))
        for found in FETCHED.finditer(text):
            line = f"{where}:{line_of(text, found.start())}"
            views = set(URL.findall(found["url"]))
            views |= {named[name] for name in VARIABLE.findall(found["url"]) if name in named}
            if found["content"] is not None:
                wrong.append(f"{line} <{found['tag']}> is empty until a script fills it")
            elif tree.home_of(path) in surfaces and not (views & framed or (not views and framed)):
                wrong.append(f"{line} refreshes {views or found['url']} without its frame")
    return wrong


def test_templates_stay_at_home(tree: Tree) -> None:
    assert borrowed(tree) == []


def test_templates_lie_under_their_own_name_and_only_surfaces_show_frames(tree: Tree) -> None:
    assert misplaced(tree) == []


def test_pages_keep_their_content_without_javascript(tree: Tree) -> None:
    assert empty_without_script(tree) == []


@pytest.mark.parametrize(
    "sin",
    [
        '{% include "people/sign_in.html" %}',
        '{% include "people/sign_in.html" with a=b only %}',
        "{% extends 'people/sign_in.html' %}",
        "{% include anything %}",
        "{% extends layout %}",
    ],
)
def test_a_borrowed_template_is_caught(sin: str, sinful: Copy) -> None:
    sinful.put("src/lopo/frontdesk/templates/frontdesk/sin.html", sin)
    assert any("frontdesk/sin.html" in line for line in borrowed(sinful))


def test_a_view_that_renders_a_foreign_template_is_caught(sinful: Copy) -> None:
    sinful.put("src/lopo/frontdesk/views/sinner.py", 'render(request, "people/sign_in.html")\n')
    assert any("sinner.py:1 renders people/sign_in.html" in line for line in borrowed(sinful))


def test_a_template_in_a_foreign_name_is_caught(sinful: Copy) -> None:
    sinful.put("src/lopo/frontdesk/templates/people/sin.html", "<p>Halo</p>")
    assert any("people/sin.html lies in the name" in line for line in misplaced(sinful))


def test_a_frame_in_a_context_is_caught(sinful: Copy) -> None:
    sinful.put("src/lopo/people/templates/people/sin.html", '{% frame "frontdesk:board" "x" %}')
    assert any(
        "people/sin.html shows a frame of frontdesk:board" in line for line in misplaced(sinful)
    )


@pytest.mark.parametrize(
    "sin",
    [
        "<div hx-get=\"{% url 'frontdesk:board' c %}\"></div>",
        '<div data-live="bkd" data-live-src="{% url \'frontdesk:board\' c %}"> </div>',
        "<div hx-get=\"{% url 'frontdesk:board' c %}\">Memuat</div>",
        "{% url 'frontdesk:board' c as there %}<div hx-get=\"{{ there }}\">Memuat</div>",
        '{% frame "catalogue:first" %}<p data-live-src="{% url \'frontdesk:board\' c %}">x</p>',
        '{% frame "frontdesk:board" c %}<p hx-trigger="load" hx-get="/x">x</p>',
    ],
    ids=["empty", "empty live", "no frame", "no frame by name", "other frame", "on load"],
)
def test_a_part_that_only_a_script_fills_is_caught(sin: str, sinful: Copy) -> None:
    sinful.put("src/lopo/surfaces/portal/templates/portal/sin.html", sin)
    assert any("portal/sin.html" in line for line in empty_without_script(sinful))


def test_a_live_part_with_its_frame_is_fine(sinful: Copy) -> None:
    good = (
        '<div data-live-src="{% url \'frontdesk:board\' c %}">{% frame "frontdesk:board" c %}</div>'
    )
    sinful.put("src/lopo/surfaces/portal/templates/portal/good.html", good)
    assert not any("portal/good.html" in line for line in empty_without_script(sinful))
