"""Whether a procedure can be walked from its beginning to its end. Pure.

PermenPANRB 35/2012 (SOP AP): a flow has a beginning and an end, one activity a row, and a *no*
goes back up; and what the agency itself does must fit into what it promises.
"""

from dataclasses import dataclass

from .content import Content, Step

APPLICANT = "PEMOHON"


@dataclass(frozen=True, slots=True)
class ProcedureFault:
    """What is wrong with a step (its number from 1; 0: with the whole procedure)."""

    code: str
    step: int = 0
    is_error: bool = True
    detail: tuple[int, ...] = ()


def faults_of_procedure(content: Content) -> list[ProcedureFault]:
    """Everything that is wrong or doubtful, in the order of the steps."""
    steps = content.steps
    if not steps:
        return [ProcedureFault("no-steps")]
    faults = [fault for no, step in enumerate(steps, 1) for fault in _of_step(step, no, len(steps))]
    if steps[0].actor_code != APPLICANT:
        faults.append(ProcedureFault("starts-without-applicant", 1, is_error=False))
    if len(steps) == 1:
        faults.append(ProcedureFault("begins-and-ends-in-one", 1, is_error=False))
    return [*faults, *_too_long(content)]


def _of_step(step: Step, number: int, last: int) -> list[ProcedureFault]:
    faults = []
    if not step.activity.strip():
        faults.append(ProcedureFault("no-activity", number))
    if not step.actor_name.strip():
        faults.append(ProcedureFault("no-actor", number))
    if step.decision is not None:
        faults += _of_decision(step.decision.no_to, number, last)
    if step.time is None and not step.external:
        faults.append(ProcedureFault("no-time", number, is_error=False))
    return faults


def _of_decision(no_to: int, number: int, last: int) -> list[ProcedureFault]:
    """A *no* goes back to this step or an earlier one; a *yes* needs a next one."""
    faults = []
    if not 1 <= no_to <= number:
        faults.append(ProcedureFault("orphan-branch", number, detail=(no_to,)))
    if number == last:
        faults.append(ProcedureFault("decides-without-end", number))
    return faults


def internal_minutes(content: Content) -> int:
    """Working minutes of the agency's own steps: the applicant's and others' are not promised."""
    own = (s for s in content.steps if not s.external and s.actor_code != APPLICANT)
    return sum(step.time.minutes for step in own if step.time is not None)


def _too_long(content: Content) -> list[ProcedureFault]:
    """Sum of internal times ≤ the promise; a promise of 0 is kept within the day."""
    promised = content.promise.span
    if promised is None:
        return []
    allowed = max(promised.minutes, 450 if promised.amount == 0 else 0)
    needed = internal_minutes(content)
    if needed <= allowed:
        return []
    return [ProcedureFault("longer-than-promised", detail=(needed, allowed))]
