"""Verification in the HTTP API."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Router

from lopo.foundation.days import civil_date
from lopo.foundation.rest import Out, answers, json_response
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import Unknown
from lopo.publications.queries import address, check_path, publication_with, verdict_of

from .checking import count_try

# Other parts of the house bring kinds of their own, so the set is open.
KINDS = "What was published; new kinds may come, so take one you do not know as it is"
router = Router(tags=["verification"])


class VerificationOut(Out):
    """How something published stands today."""

    code: str
    kind: Annotated[str, Field(description=KINDS, examples=["POSTER", "PAGE"])]
    title: str
    issuer: str
    version: str
    issued_at: datetime
    standing: Literal["IN_FORCE", "NOT_YET", "SUPERSEDED", "WITHDRAWN"]
    since: date | None
    reason: str
    current_url: str | None
    url: str


@router.get(
    "/verifications/{publication}",
    response=answers(200, VerificationOut),
    summary="Whether a poster, sheet or page is genuine and still holds",
)
def verification(request: HttpRequest, publication: str) -> HttpResponse:
    """`standing`: IN_FORCE, NOT_YET, SUPERSEDED or WITHDRAWN; 404: nobody issued such a code."""
    count_try(request)
    found = publication_with(publication) if "\x00" not in publication else None
    if found is None:
        raise Unknown(_("Nothing was published under this code."))
    verdict = verdict_of(found, civil_date(system_clock()))
    answer = json_response(
        {
            "code": found.code,
            "kind": found.kind,
            "title": found.title,
            "issuer": found.issuer,
            "version": found.version,
            "issued_at": found.issued_at.isoformat(),
            "standing": verdict.standing.value,
            "since": verdict.since.isoformat() if verdict.since else None,
            "reason": verdict.reason,
            "current_url": address(verdict.path) if verdict.path else None,
            "url": address(check_path(found.code)),
        }
    )
    answer["Cache-Control"] = "no-store"
    return answer
