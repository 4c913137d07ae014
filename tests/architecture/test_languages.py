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
from tests.cast import API, Cast

from .access.callers import Caller, World
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
