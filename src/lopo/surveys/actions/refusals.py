"""Why somebody cannot answer, or not so."""

from lopo.kernel.errors import Refusal, Unknown


class LinkSpent(Refusal):
    """The link was used already: one visit, one voice."""

    code = "link-spent"


class LinkUnknown(Unknown):
    """There is no such link, not yet, or not any more."""

    code = "link-unknown"


class NothingAsked(Refusal):
    """No questionnaire is in force on this day."""

    code = "nothing-asked"
