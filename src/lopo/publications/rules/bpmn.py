"""A procedure as BPMN 2.0 XML with its diagram, so that any BPMN program opens and shows it. Pure.

Every node has a column of its own: what goes on runs in the gap between two columns, and a *no*
goes down to a channel below all lanes and comes up under the step it leads back to.
"""

from dataclasses import dataclass
from itertools import pairwise
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from .drawing import Words
from .flows import Flow

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
for _prefix, _uri in (("bpmn", MODEL), ("bpmndi", DIAGRAM), ("dc", DC), ("di", DI)):
    register_namespace(_prefix, _uri)

SIZES = {
    "startEvent": (36, 36),
    "endEvent": (36, 36),
    "task": (130, 84),
    "exclusiveGateway": (50, 50),
}
LANE_HEIGHT, LABEL_WIDTH, GAP, CHANNEL, EDGE = 124, 30, 56, 16, 40


@dataclass(frozen=True, slots=True)
class Place:
    """A node of the process and where it lies in the diagram."""

    id: str
    kind: str
    lane: int
    step: int
    x: float
    y: float

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return SIZES[self.kind]

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return self.x + self.size[0] / 2, self.y + self.size[1] / 2


def bpmn(flow: Flow, owner: str, words: Words) -> str:
    """The XML text; ``owner`` is the agency, the participant of the one pool."""
    places = _places(flow)
    links = _links(flow, places)
    root = Element(
        f"{{{MODEL}}}definitions",
        {"id": "layanan", "targetNamespace": "https://lopo.id/bpmn", "exporter": "Lopo"},
    )
    together = _sub(root, "collaboration", id="kerja_sama")
    _sub(together, "participant", id="instansi", name=owner, processRef="proses")
    process = _sub(root, "process", id="proses", name=flow.name, isExecutable="false")
    _lanes(process, flow, places)
    _nodes(process, flow, places, links, words)
    for link in links:
        way = _sub(process, "sequenceFlow", **_named(link, words))
        if link[2] == "yes":  # what an engine asks; otherwise it takes the way back
            _sub(way, "conditionExpression").text = words.yes
    _diagram(root, flow, places, links)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode")


Link = tuple[str, str, str]


def _places(flow: Flow) -> list[Place]:
    """Beginning, steps with their questions, end: from left to right, each in its actor's lane."""
    if not flow.steps:
        return []
    lanes = {actor: number for number, actor in enumerate(flow.actors)}
    kinds = [("mulai", "startEvent", lanes[flow.steps[0].actor], 0)]
    for number, step in enumerate(flow.steps, 1):
        kinds.append((f"langkah_{number}", "task", lanes[step.actor], number))
        if step.decides:
            kinds.append((f"tanya_{number}", "exclusiveGateway", lanes[step.actor], number))
    kinds.append(("selesai", "endEvent", lanes[flow.steps[-1].actor], 0))
    placed, x = [], float(2 * LABEL_WIDTH + EDGE)
    for name, kind, lane, number in kinds:
        width, height = SIZES[kind]
        y = lane * LANE_HEIGHT + (LANE_HEIGHT - height) / 2
        placed.append(Place(name, kind, lane, number, x, y))
        x += width + GAP
    return placed


def _links(flow: Flow, places: list[Place]) -> list[Link]:
    """(from, to, "", "yes" or "no") by the names of nodes."""
    onward = [
        (tail.id, head.id, "yes" if tail.kind == "exclusiveGateway" else "")
        for tail, head in pairwise(places)
    ]
    backs = [(tail, head) for tail, head, label in flow.edges if label == "no"]
    return [*onward, *((f"tanya_{tail}", f"langkah_{head}", "no") for tail, head in backs)]


def _link_id(link: Link) -> str:
    return f"alur_{link[0]}_{link[1]}" + ("_tidak" if link[2] == "no" else "")


def _named(link: Link, words: Words) -> dict[str, str]:
    said = {"yes": words.yes, "no": words.no}.get(link[2])
    named = {"id": _link_id(link), "sourceRef": link[0], "targetRef": link[1]}
    return {**named, "name": said} if said else named


def _lanes(process: Element, flow: Flow, places: list[Place]) -> None:
    if not flow.steps:
        return
    lanes = _sub(process, "laneSet", id="pelaku")
    for number, actor in enumerate(flow.actors):
        lane = _sub(lanes, "lane", id=f"pelaku_{number + 1}", name=actor)
        for place in places:
            if place.lane == number:
                _sub(lane, "flowNodeRef").text = place.id


def _nodes(
    process: Element, flow: Flow, places: list[Place], links: list[Link], words: Words
) -> None:
    for place in places:
        node = _sub(process, place.kind, id=place.id, name=_name(place, flow, words))
        into = [link for link in links if link[1] == place.id]
        out = [link for link in links if link[0] == place.id]
        for link in out:
            if link[2] == "no":
                node.set("default", _link_id(link))
        _document(node, place, flow, words)
        for tag, ways in (("incoming", into), ("outgoing", out)):
            for link in ways:
                _sub(node, tag).text = _link_id(link)


def _document(node: Element, place: Place, flow: Flow, words: Words) -> None:
    """The quality standard (mutu baku) of a step, for which BPMN has no place of its own."""
    if place.kind != "task":
        return
    step = flow.steps[place.step - 1]
    told = [step.completeness, words.outside if step.outside else step.time, step.output]
    if any(told):
        _sub(node, "documentation").text = " · ".join(part for part in told if part)


def _name(place: Place, flow: Flow, words: Words) -> str:
    if place.kind == "task":
        return flow.steps[place.step - 1].activity
    if place.kind == "exclusiveGateway":
        return flow.steps[place.step - 1].question
    return words.start if place.kind == "startEvent" else words.end


def _diagram(root: Element, flow: Flow, places: list[Place], links: list[Link]) -> None:
    diagram = _sub(root, "BPMNDiagram", DIAGRAM, id="gambar")
    plane = _sub(diagram, "BPMNPlane", DIAGRAM, id="bidang", bpmnElement="kerja_sama")
    backs = sum(link[2] == "no" for link in links)
    lanes = len(flow.actors)
    below = backs * CHANNEL + (CHANNEL if backs else 0)
    right = max((place.x + place.size[0] for place in places), default=300.0) + EDGE
    high = max(lanes, 1) * LANE_HEIGHT + below
    _shape(plane, "instansi", (0, 0, right, high), is_lane=True)
    for number in range(lanes):
        tall = LANE_HEIGHT + (below if number == lanes - 1 else 0)
        box = (LABEL_WIDTH, number * LANE_HEIGHT, right - LABEL_WIDTH, tall)
        _shape(plane, f"pelaku_{number + 1}", box, is_lane=True)
    for place in places:
        _shape(plane, place.id, (place.x, place.y, *place.size))
    known = {place.id: place for place in places}
    channel = lanes * LANE_HEIGHT
    for link in links:
        tail, head = known[link[0]], known[link[1]]
        if link[2] == "no":
            channel += CHANNEL
        _edge(plane, link, _back(tail, head, channel) if link[2] == "no" else _onward(tail, head))


def _onward(tail: Place, head: Place) -> list[tuple[float, float]]:
    (_x1, y1), (_x2, y2) = tail.middle, head.middle
    start, end = tail.x + tail.size[0], head.x
    turn = (start + end) / 2
    if y1 == y2:
        return [(start, y1), (end, y2)]
    return [(start, y1), (turn, y1), (turn, y2), (end, y2)]


def _back(tail: Place, head: Place, channel: float) -> list[tuple[float, float]]:
    (x1, _y1), (x2, _y2) = tail.middle, head.middle
    return [
        (x1, tail.y + tail.size[1]),
        (x1, channel),
        (x2, channel),
        (x2, head.y + head.size[1]),
    ]


def _shape(
    plane: Element, element: str, box: tuple[float, float, float, float], *, is_lane: bool = False
) -> None:
    more = {"isHorizontal": "true"} if is_lane else {}
    shape = _sub(plane, "BPMNShape", DIAGRAM, id=f"bentuk_{element}", bpmnElement=element, **more)
    names = ("x", "y", "width", "height")
    _sub(shape, "Bounds", DC, **{key: f"{value:g}" for key, value in zip(names, box, strict=True)})


def _edge(plane: Element, link: Link, points: list[tuple[float, float]]) -> None:
    name = _link_id(link)
    edge = _sub(plane, "BPMNEdge", DIAGRAM, id=f"garis_{name}", bpmnElement=name)
    for x, y in points:
        _sub(edge, "waypoint", DI, x=f"{x:g}", y=f"{y:g}")


def _sub(parent: Element, tag: str, namespace: str = MODEL, **attributes: str) -> Element:
    return SubElement(parent, f"{{{namespace}}}{tag}", attributes)
