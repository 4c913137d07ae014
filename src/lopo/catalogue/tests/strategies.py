"""Contents of standards as hypothesis draws them."""

from hypothesis import strategies as st

from lopo.catalogue.rules import (
    Content,
    Decision,
    Fee,
    Handover,
    Law,
    Promise,
    Requirement,
    Span,
    Step,
    Tariff,
    Unit,
)
from lopo.catalogue.rules.components import NO_CODE

words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12
)
words = words.filter(lambda text: bool(text.strip()))
maybe = st.just("") | words
codes = st.just("") | words.filter(lambda text: text != NO_CODE)
units = st.sampled_from([unit.value for unit in Unit])
step_units = st.sampled_from(["MENIT", "JAM", "HARI_KERJA"])
spans = st.builds(Span, amount=st.integers(1, 32_767), unit=step_units)
requirements = st.builds(
    Requirement,
    code=words,
    name=words,
    format=maybe,
    mandatory=st.booleans(),
    condition=maybe,
    handover=st.sampled_from([one.value for one in Handover]),
    sensitive=st.booleans(),
)
promises = st.builds(
    Promise,
    amount=st.none() | st.integers(0, 32_767),
    unit=units,
    counted_from=maybe,
    outside=maybe,
)
tariffs = st.builds(Tariff, name=words, amount=st.integers(0, 10**12), per=maybe)
fees = st.builds(
    Fee,
    amount=st.integers(0, 10**12),
    note=maybe,
    basis=words,
    tariffs=st.lists(tariffs, max_size=2).map(tuple),
).map(lambda fee: Fee(fee.amount, fee.note, "", fee.tariffs) if fee.is_free else fee)


@st.composite
def steps(draw: st.DrawFn) -> tuple[Step, ...]:
    """One to five steps by up to three actors, each of one name; decisions go to any step."""
    actors = draw(st.dictionaries(words, words, min_size=1, max_size=3))
    last = draw(st.integers(1, 5))
    decisions = st.builds(Decision, question=words, no_to=st.integers(1, last))
    rows = []
    for _ in range(last):
        code = draw(st.sampled_from(sorted(actors)))
        rows.append(
            Step(
                actor_code=code,
                actor_name=actors[code],
                activity=draw(words),
                completeness=draw(maybe),
                time=draw(st.none() | spans),
                output=draw(maybe),
                external=draw(st.booleans()),
                decision=draw(st.none() | decisions),
            )
        )
    return tuple(rows)


contents = st.builds(
    Content,
    legal_basis=st.lists(st.builds(Law, code=codes, title=words), max_size=3).map(tuple),
    requirements=st.lists(requirements, max_size=3, unique_by=lambda row: row.code).map(tuple),
    needs_nothing=st.booleans(),
    terms=st.lists(words, max_size=2).map(tuple),
    steps=steps(),
    promise=promises,
    fee=fees,
    products=st.lists(words, min_size=1, max_size=2).map(tuple),
    facilities=st.lists(words, max_size=2).map(tuple),
    competence=st.lists(words, max_size=2).map(tuple),
    supervision=st.lists(words, max_size=2).map(tuple),
    complaints=st.lists(words, max_size=2).map(tuple),
    staffing=maybe,
    service_guarantee=maybe,
    safety_guarantee=maybe,
    evaluation=maybe,
    signatory=maybe,
    note=maybe,
)
