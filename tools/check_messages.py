"""Every sentence the product shows is translated: named where it is not.

Usage: python -m tools.check_messages. Looks for translatable texts in Python (by its syntax tree)
and in templates (by Django's own lexer), without any gettext program, and asks the Indonesian
catalogues for each. Entries that are untranslated or fuzzy are named too. Exit 1 when anything is
missing.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

from tools.compile_messages import ROOT, catalogues, unfinished

SOURCE = ROOT / "src" / "lopo"
PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXTUAL = {"pgettext", "pgettext_lazy"}
BLOCK = re.compile(
    r"{%-?\s*blocktrans(?:late)?\b(?P<options>.*?)%}(?P<text>.*?)"
    r"(?:{%\s*plural\s*%}.*?)?{%\s*endblocktrans(?:late)?\s*%}",
    re.DOTALL,
)
INLINE = re.compile(r"""(?:{%\s*trans(?:late)?\s+|\b_\()(?P<quote>["'])(?P<text>.*?)(?P=quote)""")
VARIABLE = re.compile(r"{{\s*(\w+)\s*}}")
COMMENT = re.compile(r"{%\s*comment\s*.*?%}.*?{%\s*endcomment\s*%}|{#.*?#}", re.DOTALL)


def texts_of_python(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every call that asks for a translation."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if not isinstance(node, ast.Call):
            continue
        position = _text_position(node.func)
        if position is None or len(node.args) <= position:
            continue
        argument = node.args[position]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield node.lineno, argument.value


def _text_position(function: ast.expr) -> int | None:
    """Which argument of a call is the text; None when the call asks for no translation."""
    name = getattr(function, "id", None) or getattr(function, "attr", None)
    if name in PLAIN | PLURAL:
        return 0
    return 1 if name in CONTEXTUAL else None


def texts_of_template(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every translatable piece of a template."""
    # Comments are blanked, not removed, so that line numbers stay true.
    source = COMMENT.sub(
        lambda found: "\n" * found.group(0).count("\n"), path.read_text(encoding="utf-8")
    )
    for found in BLOCK.finditer(source):
        text = VARIABLE.sub(r"%(\1)s", found.group("text").replace("%", "%%"))
        if re.search(r"\btrimmed\b", found.group("options")):
            text = " ".join(line.strip() for line in text.strip().splitlines())
        yield _line(source, found.start()), text
    for found in INLINE.finditer(source):
        yield _line(source, found.start()), found.group("text").replace("%", "%%")


def _line(source: str, position: int) -> int:
    return source.count("\n", 0, position) + 1


def translated() -> set[str]:
    """Every text that an Indonesian catalogue of ours answers."""
    found: set[str] = set()
    for path in catalogues():
        if path.parts[-3] == "id":
            found |= {entry.msgid for entry in polib.pofile(str(path)) if entry.translated()}
    return found


def missing() -> list[str]:
    """Texts without a translation, with their place."""
    known, found = translated(), []
    pythons = [p for p in SOURCE.rglob("*.py") if not {"tests", "migrations"} & set(p.parts)]
    templates = [path for path in SOURCE.rglob("*.html") if "templates" in path.parts]
    readers = [(texts_of_python, pythons), (texts_of_template, templates)]
    for read, paths in readers:
        for path in sorted(paths):
            for line, text in read(path):
                if text and text not in known and text.replace("%%", "%") not in known:
                    found.append(f"{path.relative_to(ROOT)}:{line}: not in a catalogue: {text!r}")
    return found


def main() -> int:
    """Name everything that is missing."""
    problems = missing() + [line for source in catalogues() for line in unfinished(source)]
    print("\n".join(problems) or "All messages are translated.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
