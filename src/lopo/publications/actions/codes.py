"""Putting something out under a code."""

import secrets

from django.db import transaction

from lopo.foundation.days import civil_date
from lopo.kernel.clock import Clock
from lopo.publications.models import Publication
from lopo.publications.rules import make_code
from lopo.publications.rules.codes import SECRET_BITS

TRIES = 5
LONGEST_TITLE, LONGEST_ISSUER = 250, 200


@transaction.atomic
def issue(
    *, kind: str, subject: str, version: str, title: str, issuer: str, path: str, clock: Clock
) -> Publication:
    """The code of this version of this thing, made when it is first asked for, then for ever.

    Two who ask at once get the same one: the database decides which.
    """
    named = {"kind": kind, "subject": subject, "version": version}
    for _try in range(TRIES):
        found = Publication.objects.filter(**named).first()
        if found is not None:
            return found
        now = clock()
        row = Publication(
            **named,
            code=make_code(civil_date(now).year, secrets.randbits(SECRET_BITS)),
            title=title[:LONGEST_TITLE],
            issuer=issuer[:LONGEST_ISSUER],
            path=path,
            issued_at=now,
        )
        # Neither a twin nor, once in ages, the same secret again is an error: look once more.
        Publication.objects.bulk_create([row], ignore_conflicts=True)
    raise RuntimeError("no code of this publication could be kept")
