"""Where the boxes and arrows of the state diagram lie; all lengths in CSS pixels.

The states stand one below the other. An arrow to the next state goes straight down; one that leaps forward runs down
a lane on the right, one that leads back up a lane on the left. Arrows to the same state share their lane.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from huiyin.matters.core.rules.labels import STATE_LABELS
from huiyin.matters.core.rules.states import State
from huiyin.portal.rulebook.edges import Edge, is_end, states_of

_WIDTH, _HEIGHT, _GAP = 200, 44, 40
_PORT = 22
_FIRST_LANE, _LANE = 44, 18
_MARGIN = 10


@dataclass(frozen=True, slots=True)
class DiagramBox:
    """A state. `middle_x` and `middle_y` are for its name."""

    name: str
    is_end: bool
    x: int
    y: int
    width: int
    height: int

    @property
    def middle_x(self) -> int:
        """The middle, from the left."""
        return self.x + self.width // 2

    @property
    def middle_y(self) -> int:
        """The middle, from above."""
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Arrow:
    """A change of state: the line as an SVG path, and where its number stands."""

    number: int
    path: str
    label_x: int
    label_y: int


@dataclass(frozen=True, slots=True)
class Diagram:
    """The whole drawing."""

    width: int
    height: int
    boxes: list[DiagramBox]
    arrows: list[Arrow]


@dataclass(frozen=True, slots=True)
class _Lane:
    """The lane of all far arrows to one state on one side; `place` counts outwards from the boxes."""

    side: int
    target: int
    sources: tuple[int, ...]
    place: int

    @property
    def span(self) -> range:
        return range(min(*self.sources, self.target), max(*self.sources, self.target) + 1)


def diagram_of(edges: list[Edge]) -> Diagram:
    """Lay out the states and their changes."""
    states = states_of(edges)
    near, lanes = _sorted_out(edges, states)
    ports = {
        (index, side): _ports([lane for lane in lanes if lane.side == side], index)
        for index in range(len(states))
        for side in (-1, 1)
    }
    left = _margin([lane for lane in lanes if lane.side < 0])
    right = _margin([lane for lane in lanes if lane.side > 0])
    boxes = _boxes(states, ports, left)
    arrows = [_straight(edge, boxes[index], boxes[index + 1]) for index, edge in near.items()]
    for lane in lanes:
        arrows += [_bent(_edge(edges, states, source, lane), lane, source, boxes, ports) for source in lane.sources]
    return Diagram(
        width=left + _WIDTH + right,
        height=boxes[-1].y + boxes[-1].height + _MARGIN if boxes else 0,
        boxes=boxes,
        arrows=sorted(arrows, key=lambda arrow: arrow.number),
    )


def _sorted_out(edges: list[Edge], states: list[State]) -> tuple[dict[int, Edge], list[_Lane]]:
    """Arrows to the very next state by the index of their source, and lanes for all others."""
    near: dict[int, Edge] = {}
    far: dict[tuple[int, int], list[int]] = {}
    for edge in edges:
        source, target = states.index(edge.source), states.index(edge.target)
        if target == source + 1:
            near[source] = edge
        else:
            far.setdefault((1 if target > source else -1, target), []).append(source)
    lanes: list[_Lane] = []
    # Short lanes lie inside, so that long ones lead around them.
    for (side, target), sources in sorted(far.items(), key=lambda item: _length(item[0][1], item[1])):
        lane = _Lane(side, target, tuple(sources), 0)
        places = {other.place for other in lanes if other.side == side and set(other.span) & set(lane.span)}
        # One more place than there are lanes, so one is always free.
        free = next(place for place in range(len(lanes) + 1) if place not in places)
        lanes.append(_Lane(side, target, tuple(sources), free))
    return near, lanes


def _length(target: int, sources: Iterable[int]) -> int:
    return max(abs(target - source) for source in sources)


def _ports(lanes: list[_Lane], index: int) -> list[_Lane]:
    """The lanes that touch a box on one side, from above: arrows that end far off leave above the others."""
    arriving = [lane for lane in lanes if lane.target == index]
    leaving = [lane for lane in lanes if index in lane.sources]
    if lanes and lanes[0].side > 0:
        return arriving + sorted(leaving, key=lambda lane: -lane.place)
    return sorted(leaving, key=lambda lane: lane.place) + arriving


def _margin(lanes: list[_Lane]) -> int:
    places = [lane.place for lane in lanes]
    return _FIRST_LANE + _LANE * max(places) + _MARGIN if places else _MARGIN


def _boxes(states: list[State], ports: dict[tuple[int, int], list[_Lane]], left: int) -> list[DiagramBox]:
    boxes: list[DiagramBox] = []
    y = _MARGIN
    for index, state in enumerate(states):
        most = max(len(ports[index, -1]), len(ports[index, 1]))
        height = max(_HEIGHT, _PORT * most + 6)
        boxes.append(DiagramBox(gettext(STATE_LABELS[state]), is_end(state), left, y, _WIDTH, height))
        y += height + _GAP
    return boxes


def _straight(edge: Edge, upper: DiagramBox, lower: DiagramBox) -> Arrow:
    top, bottom = upper.y + upper.height, lower.y
    x = upper.middle_x
    return Arrow(edge.number, f"M{x} {top}V{bottom}", x, (top + bottom) // 2 - 3)


def _bent(
    edge: Edge, lane: _Lane, source: int, boxes: list[DiagramBox], ports: dict[tuple[int, int], list[_Lane]]
) -> Arrow:
    out = _port_y(boxes[source], ports[source, lane.side], lane)
    back = _port_y(boxes[lane.target], ports[lane.target, lane.side], lane)
    edge_x = boxes[source].x + (_WIDTH if lane.side > 0 else 0)
    lane_x = edge_x + lane.side * (_FIRST_LANE + _LANE * lane.place)
    return Arrow(edge.number, f"M{edge_x} {out}H{lane_x}V{back}H{edge_x}", edge_x + lane.side * 20, out)


def _port_y(box: DiagramBox, ports: list[_Lane], lane: _Lane) -> int:
    return box.y + box.height * (2 * ports.index(lane) + 1) // (2 * len(ports))


def _edge(edges: list[Edge], states: list[State], source: int, lane: _Lane) -> Edge:
    return next(edge for edge in edges if (edge.source, edge.target) == (states[source], states[lane.target]))
