"""What the documents promise exists: commands, settings, tests, pages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from .tree import Copy, Tree, parse, walk

PARSER = "src/lopo/foundation/cli/parser.py"
ADDERS = {"add", "add_parser"}
ENVIRONMENT = re.compile(r"^(?:LOPO_[A-Z_]+|DATABASE_URL)$")
CITED = re.compile(r"`((?:src|tests|tools|docs|requirements)/[\w./-]+?\.\w+)(?:::(\w+))?`")
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:|#)([^)#\s]+)")
# Pictures are taken from the running product; the gallery renews them.
PICTURES = {".png", ".svg", ".jpg"}


def pages(tree: Tree) -> Iterator[tuple[Path, str]]:
    """Every page of the documentation."""
    folders = [tree.root / "docs", tree.source]
    top = [tree.root / name for name in ("README.md", "CONTRIBUTING.md", "GLOSSARY.md")]
    for path in [*top, *(page for folder in folders for page in sorted(folder.rglob("*.md")))]:
        yield path, path.read_text(encoding="utf-8")


def told(tree: Tree) -> str:
    """What an operator reads: README, handbook and the contract."""
    handbook = sorted((tree.root / "docs" / "handbook").glob("*.md"))
    chosen = [tree.root / "README.md", tree.root / "docs" / "api.md", *handbook]
    return "\n".join(path.read_text(encoding="utf-8") for path in chosen)


def first_words(tree: Tree) -> tuple[list[str], list[str]]:
    """Commands and options of the command line."""
    commands, options = [], []
    for node in walk(parse((tree.root / PARSER).read_text(encoding="utf-8"))):
        match node:
            case ast.Call(
                func=ast.Name(id=name) | ast.Attribute(attr=name),
                args=[ast.Constant(value=str(word)), *_],
            ):
                if name in ADDERS:
                    commands.append(word)
                elif name == "add_argument" and word.startswith("--"):
                    options.append(word)
    return commands, options


def silent_commands(tree: Tree) -> list[str]:
    """Commands and options no operator could learn about."""
    text = told(tree)
    commands, options = first_words(tree)
    wrong = [
        f"./lopo … {word} is documented nowhere"
        for word in commands
        if not re.search(rf"\./lopo(?: \w+)? {word}\b", text)
    ]
    return wrong + [f"{word} is documented nowhere" for word in options if word not in text]


def silent_settings(tree: Tree) -> list[str]:
    """Environment variables the product reads and the handbook does not name."""
    text = told(tree)
    read = {
        node.value
        for _path, module in tree.code()
        for node in walk(module)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and ENVIRONMENT.match(node.value)
    }
    return [f"{name} is not in the handbook" for name in sorted(read) if f"`{name}`" not in text]


def broken_promises(tree: Tree) -> list[str]:
    """Citations of files and tests that do not exist, links that lead nowhere."""
    wrong = []
    for page, text in pages(tree):
        where = tree.name(page)
        for name, test in CITED.findall(text):
            path = tree.root / name
            if not path.exists():
                wrong.append(f"{where} cites {name}, which does not exist")
            elif test and not re.search(rf"\bdef {test}\b", path.read_text(encoding="utf-8")):
                wrong.append(f"{where} cites {name}::{test}, which does not exist")
        for target in LINK.findall(text):
            path = (page.parent / target).resolve()
            if path.suffix not in PICTURES and not path.exists():
                wrong.append(f"{where} links to {target}, which does not exist")
    return wrong


def test_every_command_and_option_is_documented(tree: Tree) -> None:
    assert silent_commands(tree) == []


def test_every_environment_variable_is_documented(tree: Tree) -> None:
    assert silent_settings(tree) == []


def test_the_documents_cite_only_what_exists(tree: Tree) -> None:
    assert broken_promises(tree) == []


def test_a_command_nobody_documented_is_caught(sinful: Copy) -> None:
    sinful.append(PARSER, 'def more(add):\n    add("frobnicate").add_argument("--loudly")\n')
    caught = silent_commands(sinful)
    assert "./lopo … frobnicate is documented nowhere" in caught
    assert "--loudly is documented nowhere" in caught


def test_a_setting_nobody_documented_is_caught(sinful: Copy) -> None:
    sinful.put("src/lopo/foundation/sinner.py", 'env_int("LOPO_SECRET_KNOB", 3)\n')
    assert "LOPO_SECRET_KNOB is not in the handbook" in silent_settings(sinful)


@pytest.mark.parametrize(
    ("sin", "said"),
    [
        ("`tests/architecture/test_nothing.py`", "cites tests/architecture/test_nothing.py"),
        ("`src/lopo/people/models.py::test_gone`", "models.py::test_gone"),
        ("[see](../gone.md)", "links to ../gone.md"),
    ],
)
def test_a_promise_that_is_not_kept_is_caught(sin: str, said: str, sinful: Copy) -> None:
    sinful.put("docs/law/sin.md", f"# Sin\n\n{sin}\n")
    assert any("docs/law/sin.md" in line and said in line for line in broken_promises(sinful))
