"""English is complete where visitors are: pages, kiosk, tickets, failures and problems.

Every page is shown in a language in which each translated text stands between ⟦ and ⟧. What stands
outside is data, or was written into the code for one language only.
"""

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation
from django.utils.text import capfirst

from lopo.catalogue.api import Standard, search_examples
from lopo.frontdesk import actions
from lopo.frontdesk.models import Ticket
from lopo.frontdesk.tests.builders import make_centre, make_ticket, open_desk
from lopo.kernel import formats
from lopo.kernel.actor import VISITOR
from lopo.kernel.clock import system_clock
from lopo.paperwork.api import recipes
from lopo.surveys.models import Item, ProfileField
from tests.cast import API, Cast

from .access import judging
from .access.callers import Caller, World
from .access.expectations import PAGES
from .tree import ROOT

pytestmark = pytest.mark.django_db
SPOKEN = {"alt", "title", "aria-label", "placeholder", "aria-description", "label"}
# Names and abbreviations that are the same in every language.
NAMES = {
    "English", "Bahasa", "Indonesia", "Lopo", "WhatsApp", "WIB", "WITA", "WIT", "UTC", "PDF", "SVG",
    "NIK", "NIP",
    "lopo", "token", "create", "device", "kind", "centre", "room", "kiosk", "Kiosk", "TV",
    *formats.MONTHS["en"], *formats.WEEKDAYS["en"],
}  # fmt: skip
# What every form assembled from a standard says, in Indonesian like its questions.
FORM_WORDS = {
    "Formulir", "Dokumen yang dilampirkan", "Beri tanda pada dokumen yang Anda lampirkan",
    "Bila ada", "Pernyataan",
}  # fmt: skip
WORD = re.compile(r"[A-Za-zÀ-ÿ]{3,}")
# Words no English sentence has; a source text that holds one is Indonesian.
INDONESIAN = re.compile(
    r"\b(yang|dan|atau|untuk|dengan|tidak|nomor|antrean|layanan|petugas|meja|Anda|kami|sudah|belum|"
    r"silakan|buka|tutup|masuk|keluar|sandi|dari|pada|ini|itu|akan|dapat|semua|pilih|ambil)\b"
)
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


class Listener(HTMLParser):
    """What a reader sees and a screen reader says."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []
        self._silent = 0
        self._data = ""  # the element, if any, that says it is not to be translated

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"script", "style", "code"}
        if ("translate", "no") in attrs and not self._data:
            self._data, self._silent = tag, self._silent + 1
        foreign = dict(attrs).get("lang") not in {None, "en"}
        for name, value in attrs:
            phrase = name in SPOKEN or (name.startswith("data-") and " " in (value or ""))
            if phrase and value and not foreign and tag != "html":
                self.heard.append(value)

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style", "code"}
        if tag == self._data:
            self._data, self._silent = "", self._silent - 1

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.heard.append(data)


@pytest.fixture
def pseudo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A language that shows what has passed through gettext."""
    marks = {
        "gettext": lambda text: f"⟦{text}⟧",
        "pgettext": lambda _context, text: f"⟦{text}⟧",
        "ngettext": lambda one, many, n: f"⟦{one if n == 1 else many}⟧",
        "npgettext": lambda _context, one, many, n: f"⟦{one if n == 1 else many}⟧",
    }
    translation.gettext("")  # the real functions are looked up at first use
    for name, mark in marks.items():
        monkeypatch.setattr(translation._trans, name, mark, raising=False)  # type: ignore[attr-defined]
    with translation.override("en"):
        yield


def outside(text: str) -> str:
    """What stands between no marks."""
    depth, kept = 0, []
    for sign in text:
        depth += sign == "⟦"
        kept.append(" " if depth else sign)
        depth -= sign == "⟧"
    return "".join(kept)


def data() -> list[str]:
    """Every text the database holds, longest first: names, addresses, requirements."""
    found: set[str] = set()
    for model in apps.get_models():
        texts = (models.CharField, models.TextField)
        names = [field.name for field in model._meta.fields if isinstance(field, texts)]
        for row in model._default_manager.values_list(*names) if names else ():
            found |= {str(value) for value in row if value and len(value) > 3}
    for version in Standard.objects.values_list("content", flat=True):
        found |= {text for text in texts_in(version) if len(text) > 3}
    for worded in (*Item.objects.values_list("answers", flat=True),
                   *ProfileField.objects.values_list("options", flat=True)):  # fmt: skip
        found |= {text for text in texts_in(worded) if len(text) > 1}
    found |= {capfirst(word) for word in search_examples()}
    found |= {text for text in texts_in(recipes()) if len(text) > 3} | FORM_WORDS
    return sorted(found, key=len, reverse=True)


def texts_in(value: Any) -> Iterator[str]:
    """Every text of a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts_in(inner)


def strangers(html: str, known: list[str]) -> list[str]:
    """Words that are neither translated nor data."""
    # Marks can stand across tags (a sentence with <b> in it), so they are followed over all.
    listener = Listener()
    listener.feed(html)
    rest = outside(" · ".join(listener.heard))
    for text in known:
        rest = rest.replace(text, " ")
    return [word for word in WORD.findall(rest) if word not in NAMES]


def in_english(caller: Caller) -> Caller:
    caller.client.cookies["lopo_language"] = "en"
    return caller


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize("page", SHOWN_TO_VISITORS, ids=lambda page: page.route or "/")
def test_a_visitors_page_holds_no_text_for_one_language_only(page: Any) -> None:
    world = World()
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
def test_indonesian_data_is_marked_on_an_english_page(page: Any) -> None:
    """WCAG 3.1.2: every page, for everybody who may see it."""
    world = World()
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


def in_every_state(cast: Cast) -> dict[str, Ticket]:
    """A ticket in each state, brought there by the real acts."""
    clock = system_clock
    found: dict[str, Ticket] = {}
    for n, state in enumerate(("CALLED", "SERVING", "DONE", "PARKED"), start=1):
        make_ticket(centre=cast.centre, clock=clock)
        desk = open_desk(centre=cast.centre, counter=str(n), clock=clock)
        found[state] = actions.call_next_ticket(desk=desk, clock=clock).ticket
        if state in {"SERVING", "DONE"}:
            actions.start_service(desk=desk, clock=clock)
        if state == "DONE":
            actions.finish_service(desk=desk, clock=clock)
        if state == "PARKED":
            actions.park_ticket(desk=desk, clock=clock)
    for name in ("WAITING", "away", "CANCELLED", "MISSED", "yesterday"):
        found[name] = make_ticket(centre=cast.centre, present=name != "away", clock=clock)
    actions.give_up(ticket=found["CANCELLED"], actor=VISITOR, clock=clock)
    rows = Ticket.objects.all()  # what takes hours or days is written down
    rows.filter(pk=found["MISSED"].pk).update(state="MISSED")
    rows.filter(pk=found["yesterday"].pk).update(service_date=date(2026, 1, 2))
    return found


@pytest.mark.usefixtures("pseudo")
def test_a_ticket_holds_no_text_for_one_language_only_whatever_its_state() -> None:
    cast = Cast(make_centre(queues="AB", counters=4))
    tickets = in_every_state(cast)
    known = data()
    client = in_english(Caller("visitor")).client
    for state, ticket in tickets.items():
        for part in ("", "kini/", "cetak/", "hadir/", "batal/"):
            answer = client.get(f"/tiket/{ticket.token}/{part}")
            assert strangers(answer.content.decode(), known) == [], (state, part)


@pytest.mark.usefixtures("pseudo")
def test_a_refused_form_holds_no_text_for_one_language_only() -> None:
    world = World()
    known, client = data(), in_english(Caller("visitor")).client
    token = world.ticket.token
    forms: list[tuple[str, dict[str, str]]] = [
        (f"/antrean/{world.here.code}/nomor/", {}),
        (f"/antrean/{world.here.code}/nomor/", {"kunci": "x" * 20, "layanan": "tidak-ada"}),
        (f"/tiket/{token}/hadir/", {}),
        (f"/tiket/{token}/hadir/", {"kode": "salah"}),
        ("/perangkat/", {"token": "lopo_d_salah"}),
        ("/petugas/masuk/", {}),
        ("/petugas/masuk/", {"login": "siapa", "password": "salah"}),
    ]
    for path, form in forms:
        answer = client.post(path, form)
        assert answer.status_code in {200, 422}, path
        assert strangers(answer.content.decode(), known) == [], (path, form)


def test_hard_coded_text_is_caught() -> None:
    """The control: what nobody marked is heard, in the text and in what a screen reader says."""
    html = (
        '<p>⟦Welcome, ⟧<b>⟦friend⟧</b> Selamat datang</p><img alt="Gambar atap"><code>sudo</code>'
    )
    assert strangers(html, []) == ["Selamat", "datang", "Gambar", "atap"]
    assert strangers(html, ["Selamat datang", "Gambar atap"]) == []
    assert INDONESIAN.search("Ambil nomor antrean")


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize("template", ["400", "403_csrf", "404", "403", "500", "503"])
def test_a_page_of_a_failure_holds_no_text_for_one_language_only(template: str) -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    html = render_to_string(f"{template}.html", request=request)
    assert strangers(html, data()) == []


PROBLEMS: list[tuple[str, str, Any, str | None, int]] = [
    ("GET", "/centres/tidak-ada", None, "", 404),
    ("GET", "/nirwana", None, "", 404),
    ("PUT", "/tickets", None, "", 405),
    ("POST", "/tickets", b"{", "", 400),
    ("POST", "/tickets", {}, "", 422),
    ("POST", "/tickets", {"centre": "x", "service": 1, "channel": "?", "more": 0}, "", 422),
    ("POST", "/tickets/{token}/return", {}, None, 400),
    ("GET", "/centres?limit=x", None, "", 422),
    ("GET", "/centres/{centre}/ledger?date=kapan", None, "", 422),
    ("GET", "/centres/{centre}/door-code", None, "", 401),
    ("POST", "/centres/{centre}/counters/1/calls", {}, "", 401),
    ("POST", "/tickets/{token}/arrival", {"code": "salah"}, "", 422),
    ("POST", "/tickets/{token}/return", {}, "", 422),
]


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize(("method", "path", "body", "key", "status"), PROBLEMS)
def test_a_problem_of_the_api_is_told_in_the_callers_language(
    method: str, path: str, body: Any, key: str | None, status: int
) -> None:
    cast = Cast()
    token = make_ticket(centre=cast.centre, present=False, clock=system_clock).token
    where = path.format(centre=cast.centre.code, token=token)
    if method == "POST":
        answer: Any = cast.visitor.post(where, body, key=key, Accept_Language="en")
    else:
        answer = getattr(Client(), method.lower())(API + where, headers={"Accept-Language": "en"})
    assert answer.status_code == status, answer.content
    problem = answer.json()
    told = [problem["title"], problem["detail"], *(error["message"] for error in problem["errors"])]
    assert WORD.findall(outside(" ".join(told))) == [], told


def test_no_source_text_is_indonesian() -> None:
    wrong = [
        f"{path.parts[-5]}: {text}"
        for path in ROOT.glob("src/lopo/**/locale/id/LC_MESSAGES/django.po")
        for text in re.findall(r'^msgid(?:_plural)? "(.+)"$', path.read_text("utf-8"), re.MULTILINE)
        if INDONESIAN.search(text)
    ]
    assert wrong == []
