"""The scripts and the accessibility of every sample, in a real browser.

Pages come from Django's test client through intercepted requests, so nothing listens on a port and
a dead network is one line.
"""

import gzip
import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django import Settings

from lopo.ui.samples import SAMPLES

pytestmark = [pytest.mark.browser, pytest.mark.urls("lopo.ui.tests.urls")]
SITE = "http://localhost"
WIDE = {"anjungan": (1080, 1920), "layar": (1920, 1080)}
Answer = Callable[[Route], None]


@pytest.fixture(autouse=True)
def _no_database(settings: Settings) -> None:
    """The browser's loop forbids queries here, and the design system needs none."""
    [engine] = settings.TEMPLATES
    processors = [
        "django.template.context_processors.request",
        "django.contrib.messages.context_processors.messages",
        "lopo.ui.tests.urls.page",
    ]
    settings.TEMPLATES = [{**engine, "OPTIONS": {"context_processors": processors}}]


class Site:
    """The pages of the test URLs, with answers a test may replace."""

    def __init__(self, page: Page) -> None:
        self.client = Client()
        self.page = page
        self.answers: dict[str, Answer] = {"/api/": lambda route: route.abort()}
        self.complaints: list[str] = []
        page.route("**/*", self.answer)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._heard)

    def _heard(self, message: object) -> None:
        text = str(getattr(message, "text", ""))
        if getattr(message, "type", "") == "error" and "ERR_FAILED" not in text:
            self.complaints.append(text)

    def answer(self, route: Route) -> None:
        """A replaced answer, a static file, or the page Django makes."""
        path = urlsplit(route.request.url).path
        for start, answer in self.answers.items():
            if path.startswith(start):
                answer(route)
                return
        if path.startswith("/static/"):
            route.fulfill(path=str(finders.find(path.removeprefix("/static/"))))
            return
        made = self.client.get(path)
        route.fulfill(
            status=made.status_code,
            headers={key: str(value) for key, value in made.items()},
            body=made.content,
        )

    def open(self, path: str) -> Page:
        """Go there; the page must answer."""
        answer = self.page.goto(SITE + path)
        assert answer
        assert answer.status == 200
        return self.page


@pytest.fixture
def site(chromium: Browser) -> Iterator[Site]:
    """A fresh page."""
    context = chromium.new_context(locale="id-ID", reduced_motion="reduce")
    yield Site(context.new_page())
    context.close()


def size_of(name: str) -> list[tuple[int, int]]:
    """The screens a sample is made for."""
    for start, size in WIDE.items():
        if name.startswith(start):
            return [size]
    return [(360, 740), (1280, 800)]


@pytest.mark.parametrize("name", ["", *SAMPLES])
def test_a_sample_has_no_barrier_and_does_not_overflow(site: Site, name: str) -> None:
    for width, height in size_of(name):
        site.page.set_viewport_size({"width": width, "height": height})
        page = site.open(f"/gaya/{name}/" if name else "/gaya/")
        broken = Axe().run(page).response["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in broken] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert site.complaints == []


def test_a_silent_stream_still_ends_in_true_content(site: Site) -> None:
    site.page.clock.install()
    site.answers["/live/part/"] = lambda route: route.fulfill(body="<p>second</p>")
    page = site.open("/live/")
    expect(page.locator("#part")).to_have_text("first")
    page.clock.fast_forward(16_000)
    expect(page.locator("#part")).to_have_text("second")
    expect(page.locator("[data-conn]")).to_have_text("Langsung")


def test_a_word_from_the_stream_brings_the_new_content(site: Site) -> None:
    stream = 'event: rev\ndata: {"rev": 2}\n\n'
    site.answers["/api/"] = lambda route: route.fulfill(
        content_type="text/event-stream", body=stream
    )
    site.answers["/live/part/"] = lambda route: route.fulfill(body="<p>second</p>")
    expect(site.open("/live/").locator("#part")).to_have_text("second")


def test_old_data_says_how_old_it_is(site: Site) -> None:
    site.page.clock.install()
    site.answers["/live/part/"] = lambda route: route.abort()
    page = site.open("/live/")
    expect(page.locator("[data-stale]")).to_be_hidden()
    page.clock.run_for(150_000)
    expect(page.locator("[data-stale-text]")).to_have_text(
        re.compile(r"Data terakhir pukul \d\d\.\d\d WITA \(2 menit lalu\)")
    )
    expect(page.locator("#part")).to_have_text("first")
    site.answers["/live/part/"] = lambda route: route.fulfill(body="<p>back</p>")
    for _ in range(8):  # in steps: a leap would give the request up before it is answered
        page.clock.run_for(2_000)
        page.wait_for_timeout(100)
    expect(page.locator("[data-stale]")).to_be_hidden()
    expect(page.locator("#part")).to_have_text("back")


def test_fresh_content_keeps_the_focus(site: Site) -> None:
    site.page.clock.install()
    bodies = iter(("<a id=a href=#a>one</a>", "<a id=a href=#a>two</a>"))
    site.answers["/live/part/"] = lambda route: route.fulfill(body=next(bodies))
    page = site.open("/live/")
    page.clock.fast_forward(16_000)
    page.locator("#a").focus()
    page.clock.fast_forward(16_000)
    expect(page.locator("#a")).to_have_text("two")
    expect(page.locator("#a")).to_be_focused()


def test_a_call_cannot_be_missed(site: Site) -> None:
    site.page.clock.install()
    called = (
        '<section data-ticket-state="CALLED" data-announcement-id="7"'
        ' data-called-title="GILIRAN ANDA: Meja 2"><h1>Giliran Anda</h1></section>'
    )
    waiting = '<p data-ticket-state="WAITING">menunggu</p>'
    bodies = iter((waiting, called, waiting))
    site.answers["/live/part/"] = lambda route: route.fulfill(body=next(bodies))
    page = site.open("/live/")
    page.clock.fast_forward(16_000)
    assert "is-called" not in (page.locator("body").get_attribute("class") or "")
    page.clock.fast_forward(16_000)
    expect(page.locator("body")).to_have_class(re.compile("is-called"))
    expect(page).to_have_title("GILIRAN ANDA: Meja 2")
    page.clock.fast_forward(16_000)
    expect(page.locator("body")).not_to_have_class(re.compile("is-called"))
    expect(page).to_have_title("Antrean")


def test_a_shortcut_is_silent_while_typing_and_when_switched_off(site: Site) -> None:
    page = site.open("/desk/")
    page.evaluate(
        "document.querySelector('[data-key]').addEventListener('click', () => {"
        "const c = document.querySelector('#count'); c.textContent = Number(c.textContent) + 1; })"
    )
    page.locator("input").focus()
    page.keyboard.press("r")
    expect(page.locator("#count")).to_have_text("0")
    page.locator("h1").click()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("r")
    expect(page.locator("#count")).to_have_text("1")
    page.locator("[data-keys-toggle]").click()
    expect(page.locator("[data-keys-toggle]")).to_have_attribute("aria-pressed", "false")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("r")
    assert {c["name"]: c["value"] for c in page.context.cookies()}["lopo_keys"] == "off"


def test_a_form_is_sent_once(site: Site) -> None:
    page = site.open("/live/")
    refused = page.evaluate(
        """() => {
          const form = document.querySelector('form');
          const press = () => {
            const event = new SubmitEvent('submit', { bubbles: true, cancelable: true });
            form.dispatchEvent(event);
            return event.defaultPrevented;
          };
          return [press(), press()];
        }"""
    )
    assert refused == [False, True]


def test_calls_that_come_together_are_shown_one_after_the_other(site: Site) -> None:
    site.page.clock.install()
    page = site.open("/gaya/layar/")
    page.evaluate(
        """() => {
          const row = (id, number, desk) => `<li data-announcement="${id}" data-number="${number}"
            data-counter="Meja ${desk}" data-short="${desk}" data-label="Meja"
            data-state="CALLED"></li>`;
          const list = document.querySelector('.desks');
          list.insertAdjacentHTML('afterbegin', row(12, 'C-009', 4) + row(11, 'B-012', 3));
          list.dispatchEvent(new CustomEvent('lopo:fresh', { bubbles: true }));
        }"""
    )
    number = page.locator("[data-tv-number]")
    expect(number).to_have_text("B-012")
    expect(page.locator("[data-tv-counter]")).to_have_text("3")
    page.clock.run_for(8_000)
    expect(number).to_have_text("C-009")


def test_the_kiosk_forgets_its_visitor(site: Site) -> None:
    posted: list[str] = []

    def back(route: Route) -> None:
        posted.append(route.request.post_data or "")
        route.fulfill(body="home")

    site.answers["/i18n/"] = back
    site.page.clock.install()
    page = site.open("/gaya/anjungan-pilih/")
    page.locator('[data-toggle-class="is-large"]').click()
    expect(page.locator("html")).to_have_class(re.compile("is-large"))
    page.clock.run_for(42_000)
    expect(page.locator("[data-idle-box]")).to_be_visible()
    page.locator("[data-idle-stay]").click()
    expect(page.locator("[data-idle-box]")).to_be_hidden()
    assert posted == []
    page.clock.run_for(65_000)
    page.wait_for_timeout(200)
    assert "language=id" in posted[0]
    site.page.goto(SITE + "/gaya/anjungan-pilih/")
    assert "is-large" not in (page.locator("html").get_attribute("class") or "")


def test_a_checklist_stays_on_the_device(site: Site) -> None:
    page = site.open("/gaya/satu-layanan/")
    page.locator("[data-item]").first.check()
    page = site.open("/gaya/satu-layanan/")
    expect(page.locator("[data-item]").first).to_be_checked()
    expect(page.locator("[data-checklist-status]")).to_have_text(re.compile("1 dari 4 siap"))
    assert page.evaluate("Object.keys(localStorage)") == ["lopo:checklist:KP-REG"]


def test_a_page_is_whole_without_scripts(chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = Site(context.new_page()).open("/gaya/satu-layanan/")
    expect(page.locator(".req li")).to_have_count(4)
    expect(page.locator(".flow__step")).to_have_count(9)
    expect(page.locator("[data-checklist-status]")).to_be_hidden()
    context.close()


def test_the_weight_of_a_first_visit_stays_small(site: Site) -> None:
    weights: dict[str, int] = {}
    site.page.on(
        "response",
        lambda got: (
            weights.update({urlsplit(got.url).path: len(gzip.compress(got.body(), 9))})
            if not got.url.endswith(".woff2")
            else None
        ),
    )
    site.open("/gaya/beranda/")
    site.page.wait_for_timeout(200)
    assert sum(weights.values()) < 60_000, weights
