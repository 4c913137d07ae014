"""Joins the style and script sources into one file per surface, in plain Python.

A stylesheet lives in a folder named after its cascade layer (`pages/` is the layer `page`) and is
wrapped in that layer here, so a source never repeats `@layer`. A script is an ES module: one that
exports is shared and goes first, every other one is wrapped in a block of its own, which keeps its
names to itself. Icons are single SVG files and become one sprite.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from xml.etree import ElementTree as ET

SOURCES = Path(__file__).parent / "static_src"
LAYERS = ("reset", "tokens", "base", "layout", "components", "page", "utilities")
FOUNDATION_CSS = ("reset/reset", "tokens/tokens", "base/base", "layout/layout")

EVERYWHERE = tuple(
    f"components/{name}"
    for name in ("badge", "brand", "btn", "icons", "notice", "pita", "practice")
)
FORMS = tuple(f"components/{name}" for name in ("choice", "field", "errsum"))
VISITOR = (*EVERYWHERE, *FORMS, "components/house", "components/queue", "components/ticket")
PUBLIC_PARTS = [
    "agency",
    "chip",
    "crumbs",
    "dialog",
    "dl",
    "draft-band",
    "empty",
    "facts",
    "filter",
    "flow",
    "masthead",
    "panel",
    "pager",
    "req",
    "search",
    "service",
    "site-footer",
    "site-header",
    "stale",
    "steps",
    "suggest",
    "survey-said",
    "table",
    "tabs",
    "thread",
    "toast",
]
CONSOLE_PARTS = [
    "agency",
    "appbar",
    "chip",
    "clock",
    "crumbs",
    "dialog",
    "dl",
    "empty",
    "flow",
    "masthead",
    "meter",
    "panel",
    "pager",
    "progress",
    "req",
    "search",
    "service",
    "stale",
    "stat",
    "steps",
    "table",
    "tabs",
    "thread",
    "toast",
]

KIOSK_PARTS = [
    "agency",
    "chip",
    "crumbs",
    "dialog",
    "draft-band",
    "empty",
    "facts",
    "filter",
    "flow",
    "masthead",
    "panel",
    "req",
    "search",
    "service",
    "stale",
    "suggest",
    "survey",
    "survey-said",
]
KIOSK_PAGES = [
    "services",
    "agency-home",
    "check",
    "result",
    "print",
    "kiosk",
    "kiosk-start",
    "kiosk-pick",
    "kiosk-ticket",
    "kiosk-visitor",
    "kiosk-page",
    "kiosk-keys",
    "kiosk-survey",
    "paper",
    "error",
]
PUBLIC_PAGES = [
    "home",
    "services",
    "agency-home",
    "choose",
    "board",
    "ticket",
    "visitor",
    "paper",
    "sign-in",
    "safety",
    "check",
    "result",
    "released",
    "error",
    "gallery",
]

CSS: dict[str, tuple[str, ...]] = {
    "public": (
        *VISITOR,
        *(f"components/{name}" for name in PUBLIC_PARTS),
        *(f"pages/{name}" for name in PUBLIC_PAGES),
    ),
    "survey": (
        *VISITOR,
        *(
            f"components/{name}"
            for name in ("masthead", "search", "stale", "survey", "survey-said")
        ),
        "pages/ticket",
        "pages/visitor",
    ),
    "kiosk": (
        *VISITOR,
        *(f"components/{name}" for name in KIOSK_PARTS),
        *(f"pages/{name}" for name in KIOSK_PAGES),
    ),
    "console": (
        *EVERYWHERE,
        *FORMS,
        "components/house",
        "components/queue",
        "components/ticket",
        *(f"components/{name}" for name in CONSOLE_PARTS),
        *(
            f"pages/{name}"
            for name in (
                "console",
                "counter",
                "desk",
                "verbs",
                "day",
                "reception",
                "give",
                "told",
                "hours",
                "setup",
                "wizard",
                "edit",
                "survey-staff",
                "gallery",
            )
        ),
    ),
    "display": (
        *EVERYWHERE,
        "components/masthead",
        "components/stale",
        "pages/display",
        "pages/display-side",
        "pages/display-board",
        "pages/display-why",
        "pages/display-liked",
    ),
    "print": (*EVERYWHERE, "components/masthead", "components/ticket", "pages/print"),
}
LIVE_JS = ("dom", "clock", "live")
JS: dict[str, tuple[str, ...]] = {
    "public": (
        *LIVE_JS,
        "called",
        "checklist",
        "choice",
        "once",
        "sheet",
        "keeper",
        "paper",
        "suggest",
    ),
    # The questionnaire alone: who answers on a slow line loads nothing of the rest.
    "survey": ("dom", "choice", "once", "sheet", "survey"),
    "kiosk": (
        *LIVE_JS,
        "kiosk",
        "choice",
        "once",
        "roll",
        "sheet",
        "forget",
        "suggest",
        "survey",
        "keyboard",
    ),
    "console": (
        *LIVE_JS,
        "keys",
        "timer",
        "theme",
        "choice",
        "act",
        "dialog",
        "undo",
        "filter",
        "once",
        "sheet",
        "draft",
        "digits",
        "window",
    ),
    "display": (*LIVE_JS, "tv"),
    "print": ("dom", "roll", "sheet"),
}

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
IMPORT = re.compile(r'^import .* from "\./(?P<name>[\w-]+)\.js";\n', re.MULTILINE)
EXPORT = re.compile(r"^export ", re.MULTILINE)
LINE_COMMENT = re.compile(r"^\s*//.*\n", re.MULTILINE)


class BundleProblem(Exception):
    """A source is missing or stands in the wrong place."""


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BundleProblem(f"There is no source {path.name} in {path.parent.name}/.") from None


def layer_of(name: str) -> str:
    """The cascade layer of a stylesheet: its folder, where `pages` is the layer `page`."""
    folder = name.split("/", maxsplit=1)[0]
    return "page" if folder == "pages" else folder


def squeeze(css: str) -> str:
    """The same rules without comments, indentation and blank lines."""
    lines = (line.strip() for line in COMMENT.sub("", css).splitlines())
    return "\n".join(line for line in lines if line)


def join_css(surface: str) -> str:
    """One stylesheet: the order of the layers, then every source inside its layer."""
    parts = [f"@layer {', '.join(LAYERS)};"]
    for name in (*FOUNDATION_CSS, *CSS[surface], "utilities/utilities"):
        body = squeeze(_read(SOURCES / "css" / f"{name}.css"))
        parts.append(f"@layer {layer_of(name)} {{\n{body}\n}}")
    return "\n".join(parts) + "\n"


def _module(name: str, earlier: Iterable[str]) -> str:
    """The body of one script: imports answered by what stands before it, names kept inside."""
    text = _read(SOURCES / "js" / f"{name}.js")
    for match in IMPORT.finditer(text):
        if match["name"] not in earlier:
            raise BundleProblem(f"{name}.js needs {match['name']}.js before it.")
    body = LINE_COMMENT.sub("", COMMENT.sub("", IMPORT.sub("", text))).strip()
    return EXPORT.sub("", body) if EXPORT.search(body) else f"{{\n{body}\n}}"


def join_js(surface: str) -> str:
    """One ES module: shared scripts first, every other one in a block of its own."""
    names = JS[surface]
    return "\n".join(_module(name, names[:index]) for index, name in enumerate(names)) + "\n"


def icon_names() -> list[str]:
    """The icons that exist, by name."""
    return sorted(path.stem for path in (SOURCES / "icons").glob("*.svg"))


def _symbol(name: str) -> str:
    root = ET.fromstring(_read(SOURCES / "icons" / f"{name}.svg"))  # noqa: S314 - our own files
    shapes = []
    for shape in root:
        tag = shape.tag.rpartition("}")[2]
        attributes = "".join(f' {key}="{value}"' for key, value in shape.attrib.items())
        if shape.get("stroke") != "none":
            shapes.append(f"<{tag}{attributes}/>")
    return f'<symbol id="i-{name}" viewBox="0 0 24 24">{"".join(shapes)}</symbol>'


def join_icons() -> str:
    """The sprite: one symbol per icon, drawn in the colour of the text around it."""
    symbols = "\n".join(_symbol(name) for name in icon_names())
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def bundles() -> dict[str, Callable[[], str]]:
    """Every joined file: its static path and what makes its text."""
    made: dict[str, Callable[[], str]] = {"ui/sprite.svg": join_icons}
    for surface in CSS:
        made[f"lopo/{surface}.css"] = lambda surface=surface: join_css(surface)  # type: ignore[misc]
    for surface in JS:
        made[f"lopo/{surface}.js"] = lambda surface=surface: join_js(surface)  # type: ignore[misc]
    return made


def newest_source() -> float:
    """When a source last changed; a folder's own time tells of a file that was taken away."""
    return max(path.stat().st_mtime for path in (*SOURCES.rglob("*"), Path(__file__)))
