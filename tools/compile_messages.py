"""Compile the message catalogues (`.po` → `.mo`) in pure Python: no gettext programs are needed.

Usage: python tools/compile_messages.py [--check]. With --check nothing is written and every entry
that is untranslated or fuzzy is named; exit 1 when there is one.
"""

import os
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]


def catalogues() -> list[Path]:
    """Every catalogue of the product."""
    return sorted((ROOT / "src" / "lopo").glob("**/locale/*/LC_MESSAGES/*.po"))


def compile_one(source: Path) -> bool:
    """Write the compiled form if it is older than its source; whether it was written."""
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return False
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    polib.pofile(str(source)).save_as_mofile(str(draft))
    draft.replace(target)
    return True


def unfinished(source: Path) -> list[str]:
    """Entries nobody has translated, or that somebody must look at again."""
    found = []
    for entry in polib.pofile(str(source)):
        if entry.obsolete:
            continue
        if entry.fuzzy or not entry.translated():
            kind = "fuzzy" if entry.fuzzy else "untranslated"
            found.append(f"{source.relative_to(ROOT)}: {kind}: {entry.msgid[:60]!r}")
    return found


def main(words: list[str]) -> int:
    """Compile all, or check all."""
    if "--check" in words:
        problems = [line for source in catalogues() for line in unfinished(source)]
        print("\n".join(problems) or "All messages are translated.")
        return 1 if problems else 0
    written = [source for source in catalogues() if compile_one(source)]
    print(f"Compiled {len(written)} message catalogues.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
