"""Offers the joined files to `collectstatic`, to WhiteNoise and to tests as files on disk."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

from lopo.ui.bundles import bundles, newest_source


def bundle_dir() -> Path:
    """Where the joined files are written: beside the other state of this installation."""
    folder = getattr(settings, "UI_BUNDLE_DIR", None) or Path(settings.DATA) / "bundles"
    return Path(folder)


def _write(path: Path, text: str) -> None:
    """Put the whole file in place at once: another process may be reading or writing it too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as draft:
        draft.write(text)
    Path(draft.name).chmod(0o644)
    os.replace(draft.name, path)


def build(folder: Path) -> list[str]:
    """Join everything that is older than its sources; return the static paths."""
    newest = newest_source()
    made = bundles()
    for name, make in made.items():
        path = folder / name
        if not path.exists() or path.stat().st_mtime < newest:
            _write(path, make())
    return sorted(made)


class BundleFinder(BaseFinder):
    """Finds `lopo/<surface>.css`, `lopo/<surface>.js` and `ui/sprite.svg`."""

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file on disk, or nothing (an empty list) for a path that is not joined."""
        if path not in bundles():
            return []
        folder = bundle_dir()
        build(folder)
        found = str(folder / path)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Storage]]:
        """Every joined file with the storage that holds it."""
        folder = bundle_dir()
        names = build(folder)
        storage = FileSystemStorage(location=folder)
        storage.prefix = ""  # type: ignore[attr-defined]
        return [(name, storage) for name in names]
