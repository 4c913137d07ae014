"""A flow picture: nothing lies on anything, every step once, every arrow on shapes."""

import dataclasses
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from lopo.catalogue.api import list_services
from lopo.catalogue.tests.builders import make_bkd, make_service
from lopo.publications.queries import LOOKS, drawn
from lopo.publications.rules import Flow, FlowStep, Shape, Words, draw
from lopo.publications.rules.drawing import Arrow, Drawing, Line, Look, Node
from lopo.publications.rules.lettering import broken, width_of

from .builders import decision_rich
from .strategies import flows

WORDS = Words("Mulai", "Selesai", "ya", "tidak", "waktu di luar kami")
SVG = "{http://www.w3.org/2000/svg}"
HTTP_OK, NOT_MODIFIED, NOT_FOUND = 200, 304, 404
both_looks = pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)


def apart(one: Node, other: Node) -> bool:
    return (
        one.x + one.width < other.x
        or other.x + other.width < one.x
        or one.y + one.height < other.y
        or other.y + other.height < one.y
    )


def on_edge(node: Node, x: float, y: float) -> bool:
    """Whether a point lies on the outline where arrows arrive: a side, not beside it."""
    across = node.x - 0.1 <= x <= node.x + node.width + 0.1
    down = node.y - 0.1 <= y <= node.y + node.height + 0.1
    sides = min(
        abs(x - node.x), abs(x - node.x - node.width),
        abs(y - node.y), abs(y - node.y - node.height),
    )  # fmt: skip
    return across and down and sides < 0.15


def crosses(arrow: Arrow, node: Node) -> bool:
    """Whether a straight part of an arrow runs through the inside of a shape."""
    for (x1, y1), (x2, y2) in pairwise(arrow.points):
        left, right, top, bottom = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
        if (
            left < node.x + node.width - 0.2
            and right > node.x + 0.2
            and top < node.y + node.height - 0.2
            and bottom > node.y + 0.2
        ):
            return True
    return False


def wrong_shapes(drawing: Drawing) -> list[str]:
    """Shapes that lie on others or outside, and words that leave their shape."""
    found = []
    for place, node in enumerate(drawing.nodes):
        if not all(apart(node, other) for other in drawing.nodes[place + 1 :]):
            found.append(f"{node.step} lies on another")
        if node.x < 0 or node.x + node.width > drawing.width:
            found.append(f"{node.step} lies outside")
        found += [f"{line.text} leaves its shape" for line in node.lines if not holds(node, line)]
    return found


def holds(node: Node, line: Line) -> bool:
    """Whether a line of text lies in a shape."""
    tall = node.y < line.y - line.size * 0.6 and line.y < node.y + node.height
    return tall and width_of(line.text, line.size) <= node.width


def wrong_arrows(drawing: Drawing) -> list[str]:
    """Arrows that hang in the air, run through a shape or leave the picture."""
    found, nodes = [], drawing.nodes
    for arrow in drawing.arrows:
        tail, head = nodes[arrow.tail], nodes[arrow.head]
        if not (on_edge(tail, *arrow.points[0]) and on_edge(head, *arrow.points[-1])):
            found.append("an arrow hangs in the air")
        if any(crosses(arrow, node) for node in nodes):
            found.append("an arrow runs through a shape")
        if max(x for x, _y in arrow.points) > drawing.width:
            found.append("an arrow leaves the picture")
    return found


def faults(flow: Flow, drawing: Drawing) -> list[str]:
    """Everything that is wrong with a picture."""
    boxes = [node.step for node in drawing.nodes if node.shape is Shape.BOX]
    once = boxes == list(range(1, len(flow.steps) + 1))
    missing = [] if once else ["a step is missing or drawn twice"]
    return [*wrong_shapes(drawing), *wrong_arrows(drawing), *missing]


@both_looks
@given(flows())
@settings(max_examples=120)
def test_nothing_lies_on_anything_and_every_arrow_ends_on_shapes(look: Look, flow: Flow) -> None:
    assert faults(flow, draw(flow, look, WORDS)) == []


@both_looks
@given(flows())
@settings(max_examples=60)
def test_every_question_is_a_diamond_with_a_yes_and_a_no(look: Look, flow: Flow) -> None:
    drawing = draw(flow, look, WORDS)
    asking = [number for number, step in enumerate(flow.steps, 1) if step.decides]
    diamonds = [node.step for node in drawing.nodes if node.shape is Shape.DIAMOND]
    assert diamonds == asking
    labels = [arrow.label for arrow in drawing.arrows]
    assert labels.count("ya") == labels.count("tidak") == len(asking)
    backs = {arrow.points[1][0] for arrow in drawing.arrows if arrow.label == "tidak"}
    assert len(backs) == len(asking), "every no climbs in a channel of its own"


def test_a_judge_that_sees_nothing_would_prove_nothing() -> None:
    """The control: a picture moved onto itself must be found out."""
    flow = Flow("x", (decide(),))
    drawing = draw(flow, LOOKS["ponsel"], WORDS)
    first, second, *rest = drawing.nodes
    moved = dataclasses.replace(second, y=first.y)
    assert faults(flow, dataclasses.replace(drawing, nodes=(first, moved, *rest)))


def decide() -> FlowStep:
    return FlowStep("Petugas", "Memeriksa", question="Lengkap?", no_to=1)


@both_looks
@given(flows())
@settings(max_examples=40)
def test_whatever_people_write_the_picture_is_well_formed_and_told_in_words(
    look: Look, flow: Flow
) -> None:
    root = ElementTree.fromstring(drawn(flow, look, "Badan <&> Daerah"))
    assert root.findtext(f"{SVG}title")
    told = root.findtext(f"{SVG}desc") or ""
    assert all(f"{number}. {step.actor}" in told for number, step in enumerate(flow.steps, 1))


def test_a_long_word_is_broken_where_one_reads_on() -> None:
    assert broken("mengunggah/menyerahkan berkas", 15, 200) == ["mengunggah/", "menyerahkan berkas"]
    assert broken("a" * 60, 15, 100)[0].startswith("aaaa")
    assert broken("", 15, 100) == []


@given(st.text("abc /-", max_size=60), st.integers(40, 300))
def test_breaking_loses_nothing(text: str, width: int) -> None:
    assert "".join(broken(text, 15, width)).replace(" ", "") == text.replace(" ", "")


@pytest.mark.django_db
def test_a_picture_of_nothing_is_not_there() -> None:
    service = make_service()
    assert Client().get("/layanan/TIDAK-ADA/alur.svg").status_code == NOT_FOUND
    where = f"/layanan/{service.code}/alur.svg"
    assert Client().get(where, {"bentuk": "bulat"}).status_code == NOT_FOUND


@pytest.mark.django_db
def test_the_picture_asks_and_sends_back() -> None:
    decision_rich()
    answer = Client().get("/layanan/IZIN-RISET/alur.svg", headers={"Accept-Language": "en"})
    assert answer["Content-Type"] == "image/svg+xml"
    text = answer.content.decode()
    for told in ("Berkas lengkap?", ">tidak<", ">ya<", "Mulai", "Selesai", "waktu di luar kami"):
        assert told in text, told
    assert "Berkas lengkap? Bila tidak: kembali ke langkah 1" in text
    assert "<script" not in text
    assert "style=" not in text
    again = Client().get("/layanan/IZIN-RISET/alur.svg", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == NOT_MODIFIED


@pytest.mark.django_db
def test_every_shipped_service_can_be_drawn_within_ten_kilobytes_or_so() -> None:
    make_bkd()
    for service in list_services():
        for look in LOOKS:
            answer = Client().get(f"/layanan/{service.code}/alur.svg", {"bentuk": look})
            assert answer.status_code == HTTP_OK
            assert len(answer.content) < 16_000
