"""The joined files: complete, light, and nothing in them that nobody uses."""

import gzip
import os
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

from lopo.ui import bundles
from lopo.ui.finders import BundleFinder, build, bundle_dir

SOURCES = bundles.SOURCES
PRODUCT = SOURCES.parents[1]
USED_ICON = re.compile(r"""\{% icon ["']([\w-]+)["']|\bicon=["']([\w-]+)["']|"icon": "([\w-]+)\"""")


def kilobytes(text: str) -> float:
    """The size on the wire."""
    return len(gzip.compress(text.encode(), 9)) / 1000


def written_icons() -> set[str]:
    """Icon names that stand in any template, view or sample of the product."""
    files = (*PRODUCT.rglob("*.html"), *PRODUCT.rglob("*.py"))
    found = (USED_ICON.findall(path.read_text(encoding="utf-8")) for path in files)
    return {name for matches in found for match in matches for name in match if name}


def test_a_script_that_needs_a_later_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(bundles.JS, "public", ("clock", "dom"))
    with pytest.raises(bundles.BundleProblem, match=r"clock\.js needs dom\.js"):
        bundles.join_js("public")


def test_a_missing_source_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(bundles.CSS, "print", ("components/nowhere",))
    with pytest.raises(bundles.BundleProblem, match=r"nowhere\.css"):
        bundles.join_css("print")


def test_every_icon_that_is_asked_for_exists() -> None:
    assert written_icons() - set(bundles.icon_names()) <= {"no-such-icon"}


def test_no_icon_is_carried_that_nobody_uses() -> None:
    files = [path for kind in ("*.html", "*.py") for path in PRODUCT.rglob(kind)]
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    quoted = set(re.findall(r"""["']([a-z0-9-]+)["']""", text))
    assert set(bundles.icon_names()) - quoted == set()


def test_every_source_is_part_of_some_bundle() -> None:
    styles = {path.relative_to(SOURCES / "css").with_suffix("").as_posix()
              for path in (SOURCES / "css").rglob("*.css")}  # fmt: skip
    wanted = {name for names in bundles.CSS.values() for name in names}
    assert styles == wanted | set(bundles.FOUNDATION_CSS) | {"utilities/utilities"}
    scripts = {path.stem for path in (SOURCES / "js").glob("*.js")}
    assert scripts == {name for names in bundles.JS.values() for name in names}


@pytest.mark.parametrize("surface", sorted(bundles.CSS))
def test_a_stylesheet_is_whole_and_in_its_layers(surface: str) -> None:
    css = bundles.join_css(surface)
    assert css.startswith("@layer reset, tokens, base, layout, components, page, utilities;")
    assert css.count("{") == css.count("}")
    assert "/*" not in css
    assert set(re.findall(r"@layer (\w+) \{", css)) <= set(bundles.LAYERS)


@pytest.mark.parametrize("surface", sorted(bundles.CSS))
def test_a_stylesheet_asks_only_for_variables_that_are_set(surface: str) -> None:
    css = bundles.join_css(surface)
    asked = set(re.findall(r"var\((--[\w-]+)\)", css))
    given = set(re.findall(r"(--[\w-]+):", css))
    assert asked - given == set()


@pytest.mark.parametrize("surface", sorted(bundles.JS))
def test_a_script_stands_alone(surface: str) -> None:
    script = bundles.join_js(surface)
    assert not re.search(r"^\s*(import|export) ", script, re.MULTILINE)
    assert "eval(" not in script
    assert "innerHTML =" not in script


def test_a_visitor_loads_little() -> None:
    shared = bundles.join_css("public") + bundles.join_js("public") + bundles.join_icons()
    roof = (PRODUCT / "ui/static/ui/img/atap.svg").read_text(encoding="utf-8")
    assert kilobytes(shared) < 30
    assert kilobytes(shared) + kilobytes(roof) < 45


def test_the_finder_offers_every_bundle_and_nothing_else() -> None:
    finder = BundleFinder()
    assert finder.find("lopo/nothing.css") == []
    names = [name for name, storage in finder.list([]) if storage.exists(name)]
    assert names == sorted(bundles.bundles())
    assert Path(finders.find("lopo/public.css") or "").read_text(encoding="utf-8").strip()
    assert finder.find("ui/sprite.svg", find_all=True) == [str(bundle_dir() / "ui/sprite.svg")]


def test_a_changed_source_is_joined_again(tmp_path: Path) -> None:
    build(tmp_path)
    old = tmp_path / "lopo/public.css"
    old.write_text("old")
    os.utime(old, (0, 0))
    build(tmp_path)
    assert old.read_text(encoding="utf-8") == bundles.join_css("public")


def test_collected_files_get_hashed_names_that_still_find_each_other(tmp_path: Path) -> None:
    build(tmp_path)
    for name in (
        "img/pita.svg",
        "img/pita-tipis.svg",
        "fonts/plus-jakarta-sans-latin-wght-normal.woff2",
    ):
        target = tmp_path / "ui" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((PRODUCT / "ui/static/ui" / name).read_bytes())
    storage = ManifestStaticFilesStorage(location=str(tmp_path), base_url="/static/")
    paths = {path.relative_to(tmp_path).as_posix(): (storage, path.relative_to(tmp_path).as_posix())
             for path in tmp_path.rglob("*.*")}  # fmt: skip
    for _old, _new, problem in storage.post_process(paths):
        assert not isinstance(problem, Exception)
    css = (tmp_path / storage.stored_name("lopo/public.css")).read_text(encoding="utf-8")
    assert re.search(r"\.\./ui/fonts/plus-jakarta-sans-latin-wght-normal\.[0-9a-f]{12}\.woff2", css)
