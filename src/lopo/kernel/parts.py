"""The parts of an installation, by name. Pure: settings read them before Django is there."""

from collections.abc import Mapping
from typing import Final

STANDARDS, QUEUE, FORMS, NOTICES = "standards", "queue", "forms", "notices"
EDITOR, SURVEYS = "editor", "surveys"
# What each part is; the first is always on.
PARTS: Final[Mapping[str, str]] = {
    STANDARDS: "services, their standards, search, posters and sheets, checking, administration",
    QUEUE: "numbers, counters, reception, kiosk and television",
    FORMS: "forms filled in by visitors and opened at the counter",
    NOTICES: "pledge, announcements and corrections",
    EDITOR: "writing and decreeing standards",
    SURVEYS: "the satisfaction survey and its results",
}
EVERY_PART: Final = frozenset(PARTS)
