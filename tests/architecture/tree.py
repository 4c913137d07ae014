"""A source tree under guard: the real one, or a copy into which a test has put a sin."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
# Not ours to style: what others wrote, and what a program writes.
FOREIGN = {"vendor", "__pycache__", "node_modules"}
COMMENT = re.compile(r"{#.*?#}|{%\s*comment\b.*?{%\s*endcomment\s*%}|<!--.*?-->", re.DOTALL)


@lru_cache(maxsize=4096)
def parse(text: str) -> ast.Module:
    """The syntax of a Python text; parsed once however many guards look at it."""
    return ast.parse(text)


@lru_cache(maxsize=4096)
def walk(module: ast.Module) -> tuple[ast.AST, ...]:
    """Every node of a module, gathered once."""
    return tuple(ast.walk(module))


@dataclass(frozen=True)
class Tree:
    """Where the guarded project lies, and how to walk through it."""

    root: Path

    @property
    def source(self) -> Path:
        """The folder of contexts and surfaces."""
        return self.root / "src" / "lopo"

    def name(self, path: Path) -> str:
        """How a file is called in a complaint."""
        return path.relative_to(self.root).as_posix()

    def lies_in(self, path: Path, *folders: str) -> bool:
        """Whether a file lies in a folder of one of these names, anywhere in the project."""
        return bool(set(folders) & set(path.relative_to(self.root).parts[:-1]))

    def files(self, *endings: str, below: Path | None = None) -> Iterator[Path]:
        """Our own files with one of these endings, in a steady order."""
        for path in sorted((below or self.source).rglob("*")):
            if path.suffix in endings and not self.lies_in(path, *FOREIGN) and path.is_file():
                yield path

    def code(self, *, tests: bool = False) -> Iterator[tuple[Path, ast.Module]]:
        """Python of the product: without migrations, and without tests unless asked."""
        for path in self.files(".py", below=self.root / "src"):
            if self.lies_in(path, "migrations") or (self.lies_in(path, "tests") and not tests):
                continue
            yield path, parse(path.read_text(encoding="utf-8"))

    def templates(self) -> Iterator[tuple[Path, str]]:
        """Every template with its comments blanked out (line numbers stay)."""
        for path in self.files(".html"):
            if self.lies_in(path, "templates"):
                text = path.read_text(encoding="utf-8")
                yield path, COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)

    @cached_property
    def settings(self) -> dict[str, Any]:
        """pyproject.toml."""
        return tomllib.loads((self.root / "pyproject.toml").read_text(encoding="utf-8"))

    @cached_property
    def contracts(self) -> dict[str, dict[str, Any]]:
        """The import contracts by id."""
        return {one["id"]: one for one in self.settings["tool"]["importlinter"]["contracts"]}

    @cached_property
    def contexts(self) -> list[str]:
        """The bounded contexts: what is entered through a door."""
        return [name.removeprefix("lopo.") for name in self.contracts["doors"]["contexts"]]

    @cached_property
    def ranks(self) -> dict[str, int]:
        """How high each part stands in the stack; higher may use lower."""
        return {
            name.strip().removeprefix("lopo."): -depth
            for depth, line in enumerate(self.contracts["contexts"]["layers"])
            for name in line.split("|")
        }

    def home_of(self, path: Path) -> str:
        """The context, or the surface, that a file belongs to."""
        parts = path.relative_to(self.source).parts
        return parts[1] if parts[0] == "surfaces" and len(parts) > 1 else parts[0]

    def surfaces(self) -> set[str]:
        """The surfaces by name."""
        folder = self.source / "surfaces"
        return {path.name for path in folder.iterdir() if (path / "__init__.py").exists()}


@dataclass(frozen=True)
class Copy(Tree):
    """A tree that tests may spoil; every change is undone afterwards."""

    changed: dict[Path, str | None] = field(default_factory=dict)

    def put(self, name: str, text: str) -> Path:
        """Write a file, new or in the place of one."""
        path = self.root / name
        old = path.read_text(encoding="utf-8") if path.exists() else None
        self.changed.setdefault(path, old)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def append(self, name: str, text: str) -> Path:
        """Add to the end of a file."""
        return self.put(name, (self.root / name).read_text(encoding="utf-8") + "\n" + text)

    def undo(self) -> None:
        """Put everything back as it was."""
        for path, text in self.changed.items():
            if text is not None:
                path.write_text(text, encoding="utf-8")
                continue
            path.unlink(missing_ok=True)
            for folder in path.parents:
                if any(folder.iterdir()):
                    break
                folder.rmdir()
        self.changed.clear()


def line_of(text: str, position: int) -> int:
    """The line number of a place in a text."""
    return text.count("\n", 0, position) + 1
