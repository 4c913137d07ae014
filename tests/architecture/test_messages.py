"""Every text on a screen has one Indonesian, complete and of one mind in all contexts."""

import pytest
from tools.messages import in_python, in_template, problems, update

from .tree import Copy, Tree

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
CATALOGUE = "src/lopo/people/locale/id/LC_MESSAGES/django.po"
SINNER = "src/lopo/people/views/sinner.py"
IMPORT = "from django.utils.translation import gettext as _\n"


def test_all_messages_are_translated_once_and_completely(tree: Tree) -> None:
    assert problems(tree.root) == []


def test_a_text_without_a_translation_is_caught(sinful: Copy) -> None:
    sinful.put(SINNER, IMPORT + '_("A text nobody has translated")\n')
    assert any("missing 'A text nobody has translated'" in line for line in problems(sinful.root))


def test_a_template_text_without_a_translation_is_caught(sinful: Copy) -> None:
    sinful.put(
        "src/lopo/people/templates/people/sin.html",
        '{% load i18n %}{% translate "Untold" %}{% blocktranslate with n=a.b %}Of {{ n }}'
        "{% endblocktranslate %}",
    )
    caught = problems(sinful.root)
    assert any("missing 'Untold'" in line for line in caught)
    assert any("missing 'Of %(n)s'" in line for line in caught)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('msgid "Sin"\nmsgstr ""\n', "untranslated 'Sin'"),
        ('#, fuzzy\nmsgid "Sin"\nmsgstr "Dosa"\n', "fuzzy 'Sin'"),
        ('msgid "Sin"\nmsgstr "Dosa"\n', "unused 'Sin'"),
        ('msgid "%(n)s sins"\nmsgstr "dosa"\n', "other placeholders"),
    ],
)
def test_a_catalogue_that_is_not_finished_is_caught(entry: str, said: str, sinful: Copy) -> None:
    sinful.put(CATALOGUE, HEAD + entry)
    assert any(CATALOGUE in line and said in line for line in problems(sinful.root))


COUNTED = 'msgid "One sin"\nmsgid_plural "%(n)s sins"\nmsgstr[0] "%(n)s dosa"\n'


@pytest.mark.parametrize(
    ("sinner", "sin", "line"),
    [
        (SINNER, IMPORT + '_("One sin")\n', 2),
        (SINNER, "from django.utils.translation import gettext_lazy\ngettext_lazy('One sin')\n", 2),
        (
            "src/lopo/people/templates/people/sin.html",
            '{% load i18n %}{% translate "One sin" %}',
            1,
        ),
    ],
)
def test_a_counted_text_that_is_asked_for_without_a_number_is_caught(
    sinner: str, sin: str, line: int, sinful: Copy
) -> None:
    """Python 3.11.2 does not find it: the page would be English in the middle of Indonesian."""
    sinful.append(CATALOGUE, COUNTED)
    counting = SINNER.replace("sinner", "counting")
    counts = "from django.utils.translation import ngettext\nngettext('One sin', '%(n)s sins', 2)\n"
    sinful.put(counting, counts)
    assert not any("One sin" in found for found in problems(sinful.root))
    sinful.put(sinner, sin)
    (caught,) = [found for found in problems(sinful.root) if "One sin" in found]
    assert f"'One sin' has a plural, but {sinner}:{line} asks for it without a number" in caught


def test_the_same_words_counted_in_one_catalogue_and_alone_in_another_are_two_entries(
    sinful: Copy,
) -> None:
    other = CATALOGUE.replace("people", "organisation")
    sinful.append(CATALOGUE, COUNTED)
    sinful.append(other, 'msgid "One sin"\nmsgstr "%(n)s dosa"\n'.replace("%(n)s ", "Satu "))
    sinful.put(
        SINNER,
        "from django.utils.translation import ngettext\nngettext('One sin', '%(n)s sins', 2)\n",
    )
    sinful.put(SINNER.replace("people", "organisation"), IMPORT + '_("One sin")\n')
    assert not any("asks for it without a number" in found for found in problems(sinful.root))


def test_updating_takes_a_plural_away_that_nobody_counts_any_more(sinful: Copy) -> None:
    sinful.append(CATALOGUE, COUNTED)
    sinful.put(SINNER, IMPORT + '_("One sin")\n')
    assert any("'One sin' has a plural" in found for found in problems(sinful.root))
    update(sinful.root)
    written = (sinful.root / CATALOGUE).read_text(encoding="utf-8")
    assert 'msgid "One sin"\nmsgstr "%(n)s dosa"' in written


def test_one_english_text_with_two_indonesian_ones_is_caught(sinful: Copy) -> None:
    other = CATALOGUE.replace("people", "organisation")
    sinful.put(CATALOGUE, HEAD + 'msgid "Sin"\nmsgstr "Dosa"\n')
    sinful.put(other, HEAD + 'msgid "Sin"\nmsgstr "Salah"\n')
    assert any("'Sin' is 'Salah'" in line and "'Dosa'" in line for line in problems(sinful.root))


def test_a_text_without_a_locale_folder_is_caught(sinful: Copy) -> None:
    sinful.put("src/lopo/kernel/sinner.py", IMPORT + '_("A kernel that talks")\n')
    assert any("kernel/sinner.py:2: no locale/" in line for line in problems(sinful.root))


def test_every_way_to_mark_a_text_is_found() -> None:
    code = (
        "from django.utils.translation import gettext as _, ngettext, pgettext_lazy as p\n"
        '_("one " "two")\nngettext("%(n)d call", "%(n)d calls", n)\np("queue", "Open")\n'
    )
    found = [(m.context, m.text, m.plural) for _, m in in_python(code)]
    assert found == [
        (None, "one two", None),
        (None, "%(n)d call", "%(n)d calls"),
        ("queue", "Open", None),
    ]
    page = (
        '{% load i18n %}{% translate "It\'s open (now)" as x %}'
        "{% translate 'Open' context 'queue' %}"
        "{% blocktranslate count n=n %}One call{% plural %}{{ n }} calls{% endblocktranslate %}"
        '{% include "a" with label=_("Search") only %}'
    )
    texts = [(m.context, m.text, m.plural) for _, m in in_template(page)]
    assert (None, "It's open (now)", None) in texts
    assert ("queue", "Open", None) in texts
    assert (None, "One call", "%(n)s calls") in texts
    assert (None, "Search", None) in texts


def test_updating_adds_what_is_missing_and_drops_what_is_unused(sinful: Copy) -> None:
    for path in sinful.source.rglob("locale/*/LC_MESSAGES/django.po"):
        sinful.append(sinful.name(path), "")
    sinful.put(SINNER, IMPORT + '_("Fresh text")\n')
    sinful.append(CATALOGUE, 'msgid "Stale text"\nmsgstr "Basi"\n')
    assert update(sinful.root) >= 1
    written = (sinful.root / CATALOGUE).read_text(encoding="utf-8")
    assert 'msgid "Fresh text"' in written
    assert "Stale text" not in written
