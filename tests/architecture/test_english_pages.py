"""Every page in English: nothing in it is of one language only, and Indonesian data says so.

Words and marks are those of ``test_languages.py``; here every page of the table is walked through.
"""

from html.parser import HTMLParser

import pytest
from django.apps import apps

from lopo.catalogue.api import Standard
from lopo.frontdesk.tests.builders import make_centre
from tests.cast import Cast

from .access import judging
from .access.callers import Caller, World
from .access.expectations import PAGES
from .access.shapes import Page
from .test_languages import data, in_english, in_every_state, pseudo, strangers, texts_in

__all__ = ["pseudo"]
pytestmark = pytest.mark.django_db
VISITORS = ("visitor", "kiosk", "tv")
SHOWN_TO_VISITORS = [
    page
    for page in PAGES
    if "GET" in page.methods
    and not page.route.startswith(("petugas/", "gaya/"))
    and page.route not in {"healthz", "readyz", "metrics"}
]
# The samples of the design system are Indonesian wherever they are shown.
WITH_PAGES = [
    page for page in PAGES if "GET" in page.methods and not page.route.startswith("gaya/")
]


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize("page", SHOWN_TO_VISITORS, ids=lambda page: page.route or "/")
def test_a_visitors_page_holds_no_text_for_one_language_only(page: Page, world: World) -> None:
    path = judging.path_of(page, world)  # makes what the page shows
    known = data()
    for name in VISITORS:
        answer = in_english(world.callers[name]).ask_page("GET", path, {})
        if not answer["Content-Type"].startswith("text/html"):  # for a script, or on paper
            continue
        assert strangers(answer.content.decode(), known) == [], name


# Data of people here is Indonesian, whatever the language of the page around it.
WRITTEN_HERE = {
    "Agency.name", "Notice.body", "Notice.title", "Notice.claim", "Call.reason", "Centre.name",
    "Closure.reason", "Counter.name", "Holiday.name", "HoursException.reason", "Queue.name",
    "Season.name", "Service.audience", "Service.category", "Service.description",
    "Service.name", "Unit.name",
}  # fmt: skip
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "use", "wbr"}


class Pronouncer(HTMLParser):
    """Texts with the language a screen reader speaks them in."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = [("", "")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            # The first cannot be marked, the others are not spoken.
            silent = (
                tag in {"title", "textarea", "script", "style"} or ("aria-hidden", "true") in attrs
            )
            here = "-" if silent else (dict(attrs).get("lang") or self._open[-1][1])
            here = "-" if self._open[-1][1] == "-" else here
            self._open.append((tag, here))

    def handle_endtag(self, tag: str) -> None:
        if tag in [name for name, _lang in self._open]:
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.said.append((self._open[-1][1], " ".join(data.split())))


def written_here() -> set[str]:
    """Every text of the database that is a name, a reason or a description."""
    found: set[str] = set()
    for model in apps.get_models():
        fields = [
            f.name for f in model._meta.fields if f"{model.__name__}.{f.name}" in WRITTEN_HERE
        ]
        for row in model._default_manager.values_list(*fields) if fields else ():
            found |= {" ".join(value.split()) for value in row if value and len(value) > 3}
    for content in Standard.objects.values_list("content", flat=True):
        # Codes and units are words of the program, not of people.
        found |= {text for text in map(spoken, texts_in(content)) if " " in text}
    return found


def spoken(text: str) -> str:
    """A text with single spaces, as a page has it."""
    return " ".join(text.split())


def mispronounced(html: str, known: set[str]) -> list[str]:
    """Indonesian data an English voice would read as English."""
    reader = Pronouncer()
    reader.feed(html)
    return [text for lang, text in reader.said if lang == "en" for one in known if one in text]


@pytest.mark.parametrize("page", WITH_PAGES, ids=lambda page: page.route or "/")
def test_indonesian_data_is_marked_on_an_english_page(page: Page, world: World) -> None:
    """WCAG 3.1.2: every page, for everybody who may see it."""
    path = judging.path_of(page, world)  # makes what the page shows
    known = written_here()
    for name in page.may:
        answer = in_english(world.callers[name]).ask_page("GET", path, {})
        if answer.get("Content-Type", "").startswith("text/html"):
            assert mispronounced(in_a_page(answer.content.decode()), known) == [], name


def test_a_ticket_and_the_desk_mark_the_service_whatever_the_state() -> None:
    cast = Cast(make_centre(queues="AB", counters=4))
    tickets = in_every_state(cast)
    known, client = written_here(), in_english(Caller("visitor")).client
    for state, ticket in tickets.items():
        for part in ("", "kini/", "cetak/", "hadir/", "batal/"):
            text = client.get(f"/tiket/{ticket.token}/{part}").content.decode()
            assert mispronounced(in_a_page(text), known) == [], (state, part)


def test_unmarked_data_is_caught_and_marked_data_is_not() -> None:
    """The control."""
    known = {"Cuti Besar"}
    assert mispronounced('<html lang="en"><p>You go on to: Cuti Besar</p>', known)
    assert not mispronounced('<html lang="en"><p><span lang="id">Cuti Besar</span></p>', known)
    assert not mispronounced('<html lang="id"><p>Cuti Besar</p>', known)
    assert mispronounced(in_a_page("<p>Cuti Besar</p>"), known)


def in_a_page(html: str) -> str:
    """A fragment is read as a part of the page that asked for it."""
    return html if "<html" in html else f'<html lang="en"><body>{html}'
