"""The drawing of a procedure: every step on its actor's lane, one unbroken thread."""

from hypothesis import given
from hypothesis import strategies as st

from lopo.ui.flow import MAX_LANES, lay_out

STEPS = st.lists(
    st.sampled_from("ABCDEFGHIJ").map(lambda actor: {"actor": actor, "activity": "x"}), max_size=12
)


def test_more_actors_than_fit_are_shown_as_a_thread_only() -> None:
    assert not lay_out([{"actor": str(n)} for n in range(MAX_LANES + 1)]).drawable


def test_a_single_actor_needs_no_lanes() -> None:
    assert not lay_out([{"actor": "Anda"}, {"actor": "Anda"}]).drawable


def test_no_steps_draw_nothing() -> None:
    assert lay_out([]).rows == ()


@given(STEPS)
def test_the_thread_is_unbroken(steps: list[dict[str, str]]) -> None:
    flow = lay_out(steps)
    for index, row in enumerate(flow.rows):
        nodes = [lane for lane, cell in enumerate(row.cells) if cell.node]
        assert nodes == [flow.lanes.index(steps[index]["actor"])]
        assert row.cells[nodes[0]].top == (index > 0)
        assert row.cells[nodes[0]].bottom == (index < len(steps) - 1)
        for lane, cell in enumerate(row.cells[:-1]):
            assert cell.right == row.cells[lane + 1].left
        if index < len(steps) - 1:
            following = flow.lanes.index(steps[index + 1]["actor"])
            crossed = sum(cell.right for cell in row.cells)
            assert crossed == abs(following - nodes[0])
