"""Procedures of every kind, as hypothesis makes them."""

from hypothesis import strategies as st

from lopo.publications.rules import Flow, FlowStep

WORDS = st.text("abcdefghij klmnopqrstuvwxyz/-ABCI<&>\"'é≤", min_size=1, max_size=90)
NAMES = [f"Pelaku {n}" for n in range(9)]


@st.composite
def flow_steps(draw: st.DrawFn, number: int) -> FlowStep:
    """Step ``number`` of a procedure, deciding now and then, even to where it may not."""
    return FlowStep(
        actor=draw(st.sampled_from(NAMES)),
        activity=draw(WORDS),
        time=draw(st.sampled_from(["", "2 jam", "15 hari kalender"])),
        completeness=draw(st.sampled_from(["", "Berkas persyaratan lengkap"])),
        output=draw(st.sampled_from(["", "Tanda terima"])),
        you=draw(st.booleans()),
        outside=draw(st.booleans()),
        question=draw(st.sampled_from(["", "", "Lengkap?", "Apakah seluruh berkas sudah benar?"])),
        no_to=draw(st.integers(0, number + 2)),
    )


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """A procedure of up to twelve steps, perhaps of none."""
    count = draw(st.integers(0, 12))
    steps = tuple(draw(flow_steps(number)) for number in range(1, count + 1))
    return Flow("Layanan", steps)
