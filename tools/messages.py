"""Messages of the product: found in code and templates, held against the catalogues.

    python -m tools.messages            names everything that is wrong; exit 1 when there is
    python -m tools.messages --update   adds missing entries (to be translated), drops unused ones

Pure Python: gettext's programs are not needed. A text belongs to the nearest `locale/` folder
above its file, as with Django's own makemessages.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
LANGUAGE = "id"
# Function → positions of context, singular, plural among its arguments.
FUNCTIONS: dict[str, tuple[int | None, int, int | None]] = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
TRANSLATION = "django.utils.translation"
IN_TEMPLATE = re.compile(r"\b(n?p?gettext|_)\s*\(")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sdif]|(?<!%)%[sd]|{(\w*)}")
Key = tuple[str | None, str]


@dataclass
class Message:
    """One text to be translated, and where it stands."""

    context: str | None
    text: str
    plural: str | None
    places: list[tuple[str, int]] = field(default_factory=list)
    # Where it is asked for without a number although it has a plural elsewhere.
    alone: list[tuple[str, int]] = field(default_factory=list)

    @property
    def key(self) -> Key:
        """What makes it one entry of a catalogue."""
        return self.context, self.text


def catalogue_of(path: Path, source: Path) -> Path | None:
    """The catalogue of the nearest `locale/` above a file; None when there is none."""
    for folder in path.parents:
        if (folder / "locale").is_dir():
            return folder / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"
        if folder == source:
            break
    return None


def in_python(text: str) -> Iterator[tuple[int, Message]]:
    """Texts in a Python module, under whatever name gettext was imported."""
    module = ast.parse(text)
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and node.module == TRANSLATION
        for alias in node.names
        if alias.name in FUNCTIONS
    }
    for node in ast.walk(module):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else None
        if isinstance(node.func, ast.Name):
            name = names.get(node.func.id)
        if name in FUNCTIONS:
            message = message_of(name, node.args)
            if message is not None:
                yield node.lineno, message


def message_of(name: str, arguments: list[ast.expr]) -> Message | None:
    """The message of one call; None when its text is not written there."""
    words = [one.value if isinstance(one, ast.Constant) else None for one in arguments]
    words += [None] * (3 - len(words))
    context, single, plural = FUNCTIONS[name]
    text = words[single]
    if not isinstance(text, str):
        return None
    more = words[plural] if plural is not None else None
    about = words[context] if context is not None else None
    return Message(
        about if isinstance(about, str) else None, text, more if isinstance(more, str) else None
    )


def in_template(text: str) -> Iterator[tuple[int, Message]]:
    """Texts in a Django template, through Django's own reading of its tags."""
    code = templatize(text)
    for found in IN_TEMPLATE.finditer(code):
        call = call_at(code, found.start())
        if call is not None and isinstance(call.func, ast.Name):
            name = "gettext" if call.func.id == "_" else call.func.id
            message = message_of(name, call.args)
            if message is not None:
                yield code.count("\n", 0, found.start()) + 1, message


def call_at(code: str, start: int) -> ast.Call | None:
    """The call that begins here, closed at the first bracket that makes it whole."""
    for end in (found.end() for found in re.finditer(r"\)", code[start : start + 4000])):
        try:
            parsed = ast.parse(code[start : start + end].strip(), mode="eval").body
        except SyntaxError:
            continue
        return parsed if isinstance(parsed, ast.Call) else None
    return None


def collect(root: Path) -> tuple[dict[Path, dict[Key, Message]], list[str]]:
    """Every text of the product by catalogue, and texts that have nowhere to go."""
    source = root / "src" / "lopo"
    wanted: dict[Path, dict[Key, Message]] = {
        path: {} for path in source.rglob("locale/*/LC_MESSAGES/django.po")
    }
    homeless = []
    for path in sorted([*source.rglob("*.py"), *source.rglob("*.html")]):
        if {"tests", "migrations"} & set(path.relative_to(root).parts):
            continue
        read = in_python if path.suffix == ".py" else in_template
        name = path.relative_to(root).as_posix()
        for line, message in read(path.read_text(encoding="utf-8")):
            catalogue = catalogue_of(path, source)
            if catalogue is None:
                homeless.append(f"{name}:{line}: no locale/ folder for {message.text!r}")
                continue
            known = wanted.setdefault(catalogue, {}).setdefault(message.key, message)
            known.plural = known.plural or message.plural
            known.places.append((name, line))
            if not message.plural:
                known.alone.append((name, line))
    return wanted, homeless


def problems(root: Path) -> list[str]:
    """Everything that keeps the Indonesian from being complete and of one mind."""
    wanted, found = collect(root)
    translations: dict[Key, dict[str, str]] = {}
    for path, messages in sorted(wanted.items()):
        name = path.relative_to(root).as_posix()
        entries = list(polib.pofile(str(path))) if path.exists() else []
        live = {(entry.msgctxt, entry.msgid): entry for entry in entries if not entry.obsolete}
        for key, message in messages.items():
            if key not in live:
                place = "{}:{}".format(*message.places[0])
                found.append(f"{name}: missing {message.text!r} ({place})")
            else:
                found += [f"{name}: {fault}" for fault in misplurals(message, live[key])]
        for key, entry in live.items():
            found += [f"{name}: {fault}" for fault in faults(entry, used=key in messages)]
            said = entry.msgstr or "|".join(entry.msgstr_plural.values())
            translations.setdefault(key, {})[said] = name
    return found + disagreements(translations)


def misplurals(message: Message, entry: polib.POEntry) -> list[str]:
    """Where code and catalogue disagree on whether a text is counted.

    A text asked for without a number is not found under an entry that has a plural before Python
    3.11.4: the page would show the English.
    """
    if message.plural and not entry.msgid_plural:
        return [f"{message.text!r} lacks its plural {message.plural!r}"]
    if not entry.msgid_plural:
        return []
    return [
        f"{message.text!r} has a plural, but {place}:{line} asks for it without a number: "
        "count there too, or use another text"
        for place, line in message.alone
    ]


def faults(entry: polib.POEntry, *, used: bool) -> list[str]:
    """What is wrong with one entry of a catalogue."""
    text = entry.msgid[:60]
    found = [] if used else [f"unused {text!r}"]
    if entry.fuzzy:
        found.append(f"fuzzy {text!r}")
    if not entry.translated():
        found.append(f"untranslated {text!r}")
        return found
    wanted = {*PLACEHOLDER.findall(entry.msgid), *PLACEHOLDER.findall(entry.msgid_plural or "")}
    given = [entry.msgstr] if entry.msgstr else list(entry.msgstr_plural.values())
    for said in given:
        missing = set(PLACEHOLDER.findall(entry.msgid)) - set(PLACEHOLDER.findall(said))
        if set(PLACEHOLDER.findall(said)) - wanted or (missing and not entry.msgid_plural):
            found.append(f"other placeholders in the translation of {text!r}")
    return found


def disagreements(translations: dict[Key, dict[str, str]]) -> list[str]:
    """One English text with two Indonesian ones: at run time only one of them would be shown."""
    return [
        f"{key[1]!r} is {' and '.join(f'{text!r} ({where})' for text, where in said.items())}"
        ": use pgettext, or one word"
        for key, said in sorted(translations.items(), key=lambda one: str(one[0]))
        if len({text for text in said if text}) > 1
    ]


def update(root: Path) -> int:
    """Bring the catalogues in line with the code; how many entries wait for a translation."""
    waiting = 0
    for path, messages in collect(root)[0].items():
        old = polib.pofile(str(path)) if path.exists() else polib.POFile(wrapwidth=100)
        known = {(entry.msgctxt, entry.msgid): entry for entry in old}
        fresh = polib.POFile(wrapwidth=100)
        fresh.metadata = old.metadata or {
            "Language": LANGUAGE,
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": "nplurals=1; plural=0;",
        }
        for key, message in sorted(messages.items(), key=lambda one: one[1].places[0]):
            entry = known.get(key) or polib.POEntry(msgctxt=message.context, msgid=message.text)
            if message.plural and not entry.msgid_plural:
                entry.msgid_plural, entry.msgstr_plural = message.plural, {0: entry.msgstr}
            elif entry.msgid_plural and not message.plural:
                entry.msgstr, entry.msgid_plural = entry.msgstr_plural.get(0, ""), ""
                entry.msgstr_plural = {}
            entry.occurrences = [
                (place, "") for place in dict.fromkeys(p for p, _ in message.places)
            ]
            fresh.append(entry)
            waiting += not entry.translated()
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.save(str(path))
    return waiting


def main(words: list[str]) -> int:
    """Check, or update."""
    if "--update" in words:
        print(f"{update(ROOT)} entries wait for a translation.")
        return 0
    found = problems(ROOT)
    print("\n".join(found) or "All messages are translated, once and completely.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
