"""Facts in the words of schema.org, for search engines: no script, only data."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe

# What could end the element it stands in, or begin another one.
UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def linked_data(known: Mapping[str, Any]) -> SafeString:
    """JSON-LD as it may stand in a page."""
    text = json.dumps({"@context": "https://schema.org", **known}, ensure_ascii=False)
    for sign, escaped in UNSAFE.items():
        text = text.replace(sign, escaped)
    return mark_safe(text)  # noqa: S308 - every sign that could leave the element is escaped
