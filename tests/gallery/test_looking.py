"""What every picture leans on: faults are found whenever they are there, and nothing is hurried."""

import pytest
from playwright.sync_api import Browser

from tests.looking import faults, settle

pytestmark = [pytest.mark.gallery, pytest.mark.browser]
BARRIER = '<!doctype html><html lang="id"><title>T</title><main><h1>T</h1><img src="x"></main>'
MOVING = """<!doctype html><html lang="id"><title>T</title><main><h1>T</h1></main><style>
@keyframes go { to { margin-left: 90px } } @keyframes pulse { to { opacity: .5 } }
h1 { animation: go .4s forwards } main { animation: pulse 1s infinite }</style>"""


def test_a_barrier_is_found_in_every_picture_of_every_page(chromium: Browser) -> None:
    with chromium.new_page() as page:
        for _page in range(2):
            page.goto("about:blank")
            page.set_content(BARRIER)
            for _picture in range(2):
                assert [said.partition(":")[0] for said in faults(page)] == ["image-alt"]


def test_a_movement_ends_before_the_picture_unless_it_never_ends(chromium: Browser) -> None:
    with chromium.new_page() as page:
        page.set_content(MOVING)
        settle(page)
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).marginLeft") == "90px"
