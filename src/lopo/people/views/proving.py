"""What the pages share on which somebody proves who they are."""

import json
from typing import Any

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    record_authentication,
)
from allauth.mfa.models import Authenticator
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest

# Where somebody was going who had to set up a second factor first; kept in the session.
HEADING_FOR = "people.heading_for"


def heading_for(request: HttpRequest) -> str:
    """The page they were going to; empty when nothing stood in the way."""
    return str(request.session.get(HEADING_FOR, ""))


def arrived(request: HttpRequest) -> None:
    """On another page of staff again: the way back has done its work."""
    if HEADING_FOR in request.session:
        del request.session[HEADING_FOR]


def as_json(js_data: dict[str, Any]) -> str:
    """What the script hands to the browser's authenticator; stands in a data attribute."""
    ((_name, options),) = js_data.items()
    return json.dumps(options, cls=DjangoJSONEncoder)


def prove_context(found: dict[str, Any], way: str, request: HttpRequest) -> dict[str, Any]:
    """What the pages share on which one proves again who one is."""
    ways = found["reauthentication_alternatives"]
    return {
        "form": found["form"],
        "way": way,
        "others": [{"kind": one["id"].rpartition("_")[2], "url": one["url"]} for one in ways],
        "next_url": request.POST.get("next") or request.GET.get("next") or "",
        "options": as_json(found["js_data"]) if "js_data" in found else "",
    }


def note_proof(request: HttpRequest, kind: str) -> None:
    """Setting up a factor has proved it: the session needs no second sign-in."""
    record_authentication(request, request.user, "mfa", type=kind, reauthenticated=True)


def forget_proof_without_factor(request: HttpRequest) -> None:
    """Without any factor left, nothing in this session may say that one was proved."""
    if Authenticator.objects.filter(user=request.user).exists():
        return
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        record for record in records if record.get("method") != "mfa"
    ]
