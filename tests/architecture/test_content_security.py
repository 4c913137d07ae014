"""Nothing in a page needs more than the strict content security policy allows."""

import ast
import re

import pytest

from .tree import Copy, Tree, line_of, walk

TEMPLATE_CODE = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
TAG = re.compile(r"<([a-zA-Z][\w-]*)((?:[^\"'<>]|\"[^\"]*\"|'[^']*')*)>", re.DOTALL)
ATTRIBUTE = re.compile(r"(?:^|\s)(style|on[a-z]+|hx-on[\w:.-]*)\s*(?==)", re.IGNORECASE)
SCRIPTED = re.compile(r"=\s*[\"']?\s*(?:js|javascript)\s*:", re.IGNORECASE)
ELSEWHERE = re.compile(r"\b(?:src|srcset|action|formaction|data)\s*=\s*[\"']?(?:https?:)?//", re.I)
REFUSED_TAGS = {"style", "base", "object", "embed", "iframe", "applet"}
LOADING = {"link"}
IN_PYTHON = re.compile(r"<[a-z][^>]*\s(?:style|on[a-z]+)\s*=|<style\b|javascript:", re.IGNORECASE)
IN_SCRIPT = re.compile(
    r"\beval\s*\(|\bnew\s+Function\b|setAttribute\(\s*[\"'](?:style|on\w+)[\"']|\bhx-on\b|"
    r"\bset(?:Timeout|Interval)\(\s*[\"'`]"
)


def blanked(text: str) -> str:
    """The template without its tags and variables, every place where it was."""
    return TEMPLATE_CODE.sub(lambda found: re.sub(r"[^\n]", "_", found[0]), text)


def faults(tag: str, attributes: str, raw: str) -> list[str]:
    """What a strict policy would refuse about one HTML tag."""
    found = [f"<{tag}>"] if tag in REFUSED_TAGS else []
    # A block of data is no script: browsers never run it, and the policy does not speak of it.
    is_data = re.search(r"\stype\s*=\s*\"application/ld\+json\"", attributes)
    if tag == "script" and not is_data and not re.search(r"\ssrc\s*=", attributes):
        found.append("<script> without src")
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", '""', attributes)
    found += [f"{name}=" for name in ATTRIBUTE.findall(bare)]
    if SCRIPTED.search(raw):
        found.append("script in an attribute")
    if ELSEWHERE.search(raw) or (
        tag in LOADING and re.search(r"href\s*=\s*[\"'](?:https?:)?//", raw)
    ):
        found.append("something from another address")
    return found


def in_templates(tree: Tree) -> list[str]:
    """Faults in every template."""
    wrong = []
    for path, text in tree.templates():
        plain = blanked(text)
        for found in TAG.finditer(plain):
            raw = text[found.start() : found.end()]
            line = f"{tree.name(path)}:{line_of(text, found.start())}"
            wrong += [f"{line} {fault}" for fault in faults(found[1].lower(), found[2], raw)]
    return wrong


def in_code(tree: Tree) -> list[str]:
    """Markup in Python strings and dangerous calls in scripts."""
    wrong = [
        f"{tree.name(path)}:{node.lineno} {node.value.strip()[:60]}"
        for path, module in tree.code()
        for node in walk(module)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and IN_PYTHON.search(node.value)
    ]
    for path in tree.files(".js"):
        text = path.read_text(encoding="utf-8")
        wrong += [
            f"{tree.name(path)}:{line_of(text, found.start())} {found[0]}"
            for found in IN_SCRIPT.finditer(text)
        ]
    return wrong


def test_templates_need_no_inline_style_or_script(tree: Tree) -> None:
    assert in_templates(tree) == []


def test_python_and_scripts_write_no_inline_style_or_script(tree: Tree) -> None:
    assert in_code(tree) == []


@pytest.mark.parametrize(
    ("sin", "said"),
    [
        ("<style>p { color: red }</style>", "<style>"),
        ('<p class="a" style="color: red">', "style="),
        ("<p{% if x %} style='color: red'{% endif %}>", "style="),
        ("<p\n  STYLE=red>", "STYLE="),
        ("<script>alert(1)</script>", "<script> without src"),
        ('<script type="module">import "x"</script>', "<script> without src"),
        ('<button onclick="go()">', "onclick="),
        ("<body{% block a %}{% endblock %} onload={{ x }}>", "onload="),
        ("<form hx-on:submit='x()'>", "hx-on:submit="),
        ("<form hx-on::after-request='x()'>", "hx-on::after-request="),
        ('<a href="javascript:alert(1)">', "script in an attribute"),
        ("<a hx-vals='js:{a: 1}'>", "script in an attribute"),
        ("<base href='/x/'>", "<base>"),
        ("<iframe src='/x/'>", "<iframe>"),
        ('<img src="https://example.org/a.png">', "something from another address"),
        ("<link rel=stylesheet href='//example.org/a.css'>", "something from another address"),
    ],
)
def test_inline_style_or_script_is_caught(sin: str, said: str, sinful: Copy) -> None:
    sinful.put("src/lopo/people/templates/people/sin.html", f"<p>Halo</p>\n{sin}\n")
    assert any(line.endswith(f"people/sin.html:2 {said}") for line in in_templates(sinful))


def test_words_that_only_look_like_handlers_are_fine(sinful: Copy) -> None:
    sinful.put(
        "src/lopo/people/templates/people/good.html",
        '<p title="style=no onclick=no" data-on="x">{# <style> #}{% if on == style %}{% endif %}',
    )
    assert not any("people/good.html" in line for line in in_templates(sinful))


@pytest.mark.parametrize(
    "sin",
    [
        "mark_safe('<p style=\"color:red\">')",
        "format_html('<a onclick=\"{}\">', x)",
        "'javascript:go()'",
    ],
)
def test_markup_in_python_is_caught(sin: str, sinful: Copy) -> None:
    sinful.put("src/lopo/people/views/sinner.py", f"{sin}\n")
    assert any("sinner.py:1" in line for line in in_code(sinful))


@pytest.mark.parametrize(
    "sin", ["eval(text)", "new Function(text)", 'x.setAttribute("style", y)', "setTimeout('go()')"]
)
def test_a_script_that_runs_text_is_caught(sin: str, sinful: Copy) -> None:
    sinful.put("src/lopo/ui/static_src/js/sin.js", f"{sin};\n")
    assert any("sin.js:1" in line for line in in_code(sinful))
