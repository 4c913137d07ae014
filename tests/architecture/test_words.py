"""What a reader may rely on: docstrings, declared personal data, a glossary that is complete."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from .tree import Copy, Tree

Function = ast.FunctionDef | ast.AsyncFunctionDef
MODEL_BASES = {"Model", "AbstractUser", "AbstractBaseUser"}
# What Django reads and nobody calls.
SILENT_CLASSES = {"Meta", "Media", "Config"}
CALLED_BY_DJANGO = {"ready"}
ROW = re.compile(r"^\|\s*(.+?)\s*\|", re.MULTILINE)


def public_parts(node: ast.Module | ast.ClassDef) -> Iterator[Function | ast.ClassDef]:
    """Functions and classes others may use; nothing private, nothing inside a function."""
    for part in node.body:
        if isinstance(part, ast.ClassDef) and not part.name.startswith("_"):
            if part.name not in SILENT_CLASSES:
                yield part
                yield from public_parts(part)
        elif isinstance(part, Function) and not part.name.startswith("_"):
            yield part


def undocumented(tree: Tree) -> list[str]:
    """Modules, public functions and classes without a docstring."""
    wrong = []
    for path, module in tree.code(tests=True):
        if not module.body:
            continue
        if ast.get_docstring(module) is None:
            wrong.append(f"{tree.name(path)} does not say what it is for")
        if tree.lies_in(path, "tests"):
            continue  # the names of tests are sentences, their helpers are read with them
        wrong += [
            f"{tree.name(path)}:{part.lineno} {part.name}"
            for part in public_parts(module)
            if ast.get_docstring(part) is None and part.name not in CALLED_BY_DJANGO
        ]
    return wrong


def models(tree: Tree) -> Iterator[tuple[Path, ast.ClassDef]]:
    """Every concrete model class of the product."""
    for path, module in tree.code():
        if path.name != "models.py" and path.parent.name != "models":
            continue
        names = set(MODEL_BASES)
        for node in module.body:
            if isinstance(node, ast.ClassDef):
                bases = {ast.unparse(base).split(".")[-1] for base in node.bases}
                if bases & names:
                    names.add(node.name)
                    yield path, node


def declared(model: ast.ClassDef) -> dict[str, str] | None:
    """The personal data a model says it holds; None when it does not say."""
    for node in model.body:
        match node:
            case (
                ast.AnnAssign(target=ast.Name(id="personal_data"), value=ast.Dict(keys=keys))
                | ast.Assign(targets=[ast.Name(id="personal_data")], value=ast.Dict(keys=keys))
            ):
                return {str(key.value): "" for key in keys if isinstance(key, ast.Constant)}
    return None


def fields(model: ast.ClassDef) -> set[str]:
    """The names a model's body assigns."""
    return {
        target.id
        for node in model.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }


def undeclared(tree: Tree) -> list[str]:
    """Models that do not say what they know about people, or name a field they do not have."""
    wrong = []
    for path, model in models(tree):
        said = declared(model)
        if said is None:
            wrong.append(f"{tree.name(path)} {model.name} does not declare personal_data")
        inherits = {ast.unparse(base) for base in model.bases} & {"AbstractUser"}
        unknown = set(said or ()) - fields(model)
        if unknown and not inherits:
            wrong.append(f"{tree.name(path)} {model.name} has no {', '.join(sorted(unknown))}")
    return wrong


def missing_words(tree: Tree) -> list[str]:
    """Models without a row in the glossary."""
    page = (tree.root / "GLOSSARY.md").read_text(encoding="utf-8")
    terms = {term for row in ROW.findall(page) for term in re.findall(r"`(\w+)`", row)}
    return [
        f"{model.name} ({tree.name(path)}) is not in GLOSSARY.md"
        for path, model in models(tree)
        if model.name not in terms
    ]


def test_every_module_and_public_function_says_what_it_does(tree: Tree) -> None:
    assert undocumented(tree) == []


def test_every_model_declares_its_personal_data(tree: Tree) -> None:
    assert undeclared(tree) == []


def test_every_model_is_in_the_glossary(tree: Tree) -> None:
    assert missing_words(tree) == []


@pytest.mark.parametrize(
    ("sin", "said"),
    [
        ("x = 1", "does not say what it is for"),
        ('"""A module."""\ndef act() -> None: ...', "sinner.py:2 act"),
        ('"""A module."""\nasync def act() -> None: ...', "sinner.py:2 act"),
        ('"""A module."""\nclass Thing: ...', "sinner.py:2 Thing"),
        ('"""A module."""\nclass T:\n    """T."""\n    def do(self): ...', "sinner.py:4 do"),
    ],
)
def test_silence_is_caught(sin: str, said: str, sinful: Copy) -> None:
    sinful.put("src/lopo/people/sinner.py", f"{sin}\n")
    assert any("people/sinner.py" in line and said in line for line in undocumented(sinful))


MODEL = '\n\nclass Sin(models.Model):\n    """A sin."""\n\n    name = models.TextField()\n'


def test_a_model_that_hides_its_personal_data_is_caught(sinful: Copy) -> None:
    sinful.append("src/lopo/people/models.py", MODEL)
    assert any("Sin does not declare personal_data" in line for line in undeclared(sinful))


def test_personal_data_of_a_field_that_is_gone_is_caught(sinful: Copy) -> None:
    sinful.append("src/lopo/people/models.py", MODEL + '    personal_data = {"nik": "id"}\n')
    assert any("Sin has no nik" in line for line in undeclared(sinful))


def test_a_model_without_a_word_is_caught(sinful: Copy) -> None:
    sinful.append("src/lopo/people/models.py", MODEL)
    assert any(line.startswith("Sin (") for line in missing_words(sinful))
