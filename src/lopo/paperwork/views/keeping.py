"""The file a visitor keeps: what was filled, on the visitor's own device and nowhere else."""

import json
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from lopo.foundation.days import civil_date
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import Refusal
from lopo.paperwork.queries import Form
from lopo.paperwork.rules import LARGEST, typed_again

MARK = "lopo_formulir"
EDITION = 1


class FileRefused(Refusal):
    """A file that is not one of ours, or not for this form."""

    code = "file-refused"
    status = 422


def written(form: Form, typed: dict[str, Any]) -> bytes:
    """The file: everything that was typed, finished or not; no name in it but what was typed."""
    content = {
        MARK: EDITION,
        "layanan": form.service.code,
        "versi": form.version,
        "disimpan": civil_date(system_clock()).isoformat(),
        "isian": typed,
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def opened(form: Form, upload: "UploadedFile[bytes] | None") -> tuple[dict[str, Any], bool]:
    """What a file holds for this form, and whether the form is still the one it was filled on."""
    if upload is None or not upload.size:
        raise FileRefused(_("Choose the file you saved, then press the button once more."))
    if upload.size > LARGEST * 2:
        raise FileRefused(_("This file is too large to be one of our forms."))
    content = _content(upload.read())
    if content.get("layanan") != form.service.code:
        raise FileRefused(_("This file belongs to the form of another service."))
    return typed_again(form.definition, content.get("isian")), content.get("versi") == form.version


def _content(raw: bytes) -> dict[str, Any]:
    try:
        content = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict) or content.get(MARK) != EDITION:
        raise FileRefused(_("This is not a form saved on this page."))
    return content
