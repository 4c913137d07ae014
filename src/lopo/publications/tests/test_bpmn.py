"""BPMN that others can open: held against OMG's own schema, and read by an independent engine."""

from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.test import Client
from hypothesis import given, settings
from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser, BpmnValidator
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from lopo.catalogue.api import list_services
from lopo.catalogue.tests.builders import make_bkd, make_service
from lopo.publications.rules import Flow, Words, bpmn
from lopo.publications.rules.bpmn import DC, DI, DIAGRAM

from .builders import decision_rich
from .strategies import flows

WORDS = Words("Mulai", "Selesai", "ya", "tidak", "waktu di luar kami")
HTTP_OK, NOT_MODIFIED, NOT_FOUND = 200, 304, 404
VALIDATOR = BpmnValidator()  # BPMN20.xsd, BPMNDI.xsd, DC.xsd, DI.xsd, Semantic.xsd of the OMG


def opened(xml: bytes) -> "BpmnParser":
    """A standard reader that has opened it; raises what it does not accept.

    Ours is a description and says so; an engine reads only what says that it can be run.
    """
    parser = BpmnParser(validator=VALIDATOR)
    parser.add_bpmn_io(BytesIO(xml.replace(b'isExecutable="false"', b'isExecutable="true"')))
    return parser


Box = tuple[float, float, float, float]


def boxes_of(root: ElementTree.Element) -> dict[str, Box]:
    """Where every element of the diagram lies."""
    found = {}
    for shape in root.iter(f"{{{DIAGRAM}}}BPMNShape"):
        bounds = shape.find(f"{{{DC}}}Bounds")
        assert bounds is not None
        x, y, width, height = (float(bounds.get(k, "")) for k in ("x", "y", "width", "height"))
        found[shape.get("bpmnElement", "")] = (x, y, x + width, y + height)
    return found


def touches(box: Box, x: float, y: float) -> bool:
    """Whether a point lies on the outline of a box."""
    inside = box[0] <= x <= box[2] and box[1] <= y <= box[3]
    return inside and (x in (box[0], box[2]) or y in (box[1], box[3]))


@given(flows())
@settings(max_examples=80)
def test_whatever_the_procedure_the_schema_of_the_omg_accepts_it(flow: Flow) -> None:
    xml = bpmn(flow, "Badan <&> Daerah", WORDS).encode()
    VALIDATOR.validate(etree.fromstring(xml))
    root = ElementTree.fromstring(xml)
    boxes = boxes_of(root)
    nodes = {key: box for key, box in boxes.items() if not key.startswith(("instansi", "pelaku"))}
    for edge in root.iter(f"{{{DIAGRAM}}}BPMNEdge"):
        points = [
            (float(p.get("x", "")), float(p.get("y", ""))) for p in edge.iter(f"{{{DI}}}waypoint")
        ]
        assert any(touches(box, *points[0]) for box in nodes.values())
        assert any(touches(box, *points[-1]) for box in nodes.values())
        pool = boxes["instansi"]
        assert all(pool[0] <= x <= pool[2] and pool[1] <= y <= pool[3] for x, y in points)
    lefts = sorted(nodes.values())
    assert all(one[2] < other[0] for one, other in pairwise(lefts))


def test_the_reader_refuses_what_is_no_bpmn() -> None:
    """The control: a reader that accepts anything would prove nothing."""
    xml = bpmn(Flow("x", ()), "Badan", WORDS)
    with pytest.raises(Exception, match="sequenceFlo"):
        opened(xml.replace("participant", "sequenceFlo", 2).encode())


@pytest.mark.django_db
def test_a_reader_finds_lanes_tasks_questions_and_ways_back() -> None:
    decision_rich()
    answer = Client().get("/layanan/IZIN-RISET/bpmn.xml")
    assert answer["Content-Type"] == "application/xml"
    assert answer["Content-Disposition"] == 'attachment; filename="izin-riset.bpmn"'
    spec = opened(answer.content).get_spec("proses")
    steps = {name: task for name, task in spec.task_specs.items() if name.startswith("langkah")}
    assert len(steps) == 7
    assert steps["langkah_4"].lane == "Kepolisian Daerah"
    assert steps["langkah_1"].bpmn_name == "Mengajukan permohonan izin penelitian"
    asked = spec.task_specs["tanya_5"]
    assert {output.name for output in asked.outputs} == {"langkah_6", "langkah_3"}
    assert [output.name for output in spec.task_specs["mulai"].outputs] == ["langkah_1"]
    assert "waktu di luar kami" in answer.content.decode()


def walked(xml: bytes, answers: list[bool]) -> list[str]:
    """The steps an independent engine takes when its questions are answered so."""
    run = BpmnWorkflow(opened(xml).get_spec("proses"))
    taken: list[str] = []
    while not run.completed:
        run.data["ya"] = True
        task = run.get_next_task(state=TaskState.READY)
        name = task.task_spec.name
        if name.startswith("tanya"):
            task.data["ya"] = answers.pop(0) if answers else True
        if name.startswith("langkah"):
            taken.append(name.removeprefix("langkah_"))
        task.run()
    return taken


@pytest.mark.django_db
def test_an_engine_walks_it_from_the_beginning_to_the_end_and_back_where_it_says_no() -> None:
    decision_rich()
    xml = Client().get("/layanan/IZIN-RISET/bpmn.xml").content
    assert walked(xml, [True, True, True]) == list("1234567")
    assert walked(xml, [False, True, True, True]) == list("121234567")
    assert walked(xml, [True, False, True, False, True, True]) == list("123453456567")


@pytest.mark.django_db
def test_every_shipped_service_is_opened() -> None:
    make_bkd()
    for service in list_services():
        answer = Client().get(f"/layanan/{service.code}/bpmn.xml")
        assert answer.status_code == HTTP_OK
        spec = opened(answer.content).get_spec("proses")
        tasks = [name for name in spec.task_specs if name.startswith("langkah_")]
        assert len(tasks) == len(service.standard.told.steps)


@pytest.mark.django_db
def test_there_is_none_of_no_service_and_the_same_is_not_sent_twice() -> None:
    assert Client().get("/layanan/TIDAK-ADA/bpmn.xml").status_code == NOT_FOUND
    service = make_service(name="Layanan \x0b dua")
    where = f"/layanan/{service.code}/bpmn.xml"
    first = Client().get(where)
    again = Client().get(where, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == NOT_MODIFIED
