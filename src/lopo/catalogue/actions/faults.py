"""A file with faults: refused whole, every fault told with its place."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from lopo.catalogue.rules import Fault
from lopo.kernel.errors import FieldError, FieldRefusal


class CatalogueRefused(FieldRefusal):
    """The file has faults; nothing of it was imported."""

    code = "catalogue-refused"


def refused(faults: Iterable[Fault]) -> CatalogueRefused:
    """The refusal that tells every fault of a file, each with its place."""
    errors = [
        FieldError(field=fault.where, code=fault.code, message=_explain(fault)) for fault in faults
    ]
    return CatalogueRefused(_("The file was not imported: nothing has changed."), errors)


def _explain(fault: Fault) -> str:
    """A fault in words that say how to mend it."""
    sentences = {
        "json": _(
            "this is not a readable JSON file: it breaks off or has a wrong sign at line:column "
            "%(detail)s"
        ),
        "required": _("must be filled in"),
        "text": _("must be text"),
        "number": _("must be a whole number"),
        "flag": _("must be true or false"),
        "list": _("must be a list"),
        "object": _("must be an object"),
        "too-long": _("is longer than %(detail)s characters"),
        "range": _("must lie within %(detail)s"),
        "choice": _("must be one of: %(detail)s"),
        "code": _("may hold only capital letters, digits and hyphens"),
        "control-character": _("holds a character that cannot be printed"),
        "twice": _("is already used by %(detail)s"),
        "as-many": _("must have as many entries as dasar_hukum has: %(detail)s"),
        "tariff-basis": _("a tariff needs a legal basis: name it, or write 0"),
        "unknown-actor": _("%(detail)s is not in the list referensi.aktor"),
        "unknown-agency": _("there is no agency with the code %(detail)s"),
        "unknown-table": _("there is no such table; the tables are: %(detail)s"),
        "unknown-column": _("there is no such column: %(detail)s"),
        "unknown-service": _("no service has the code %(detail)s"),
        "too-many-rows": _("has more than %(detail)s rows: split the file"),
        "yes-no": _("must be yes or no (in Indonesian)"),
        "formula": _("cell %(detail)s holds a formula: write its result as text"),
        "moved": _(
            "the service belongs to %(detail)s by now, and no file moves a service. Name that "
            "agency, or leave the service out"
        ),
        "not-yours": _("%(detail)s belongs to another agency"),
        "submitted": _("the draft of %(detail)s is submitted for decree and cannot change now"),
        "open-draft": _(
            "%(detail)s has an open draft that the file would write over. Whoever writes the "
            "standards of this agency decrees or discards it first, or leaves the service out"
        ),
        "json-twice": _("this is not a readable JSON file: the key %(detail)s stands there twice"),
        "json-constant": _("this is not a readable JSON file: %(detail)s is no number"),
        "json-deep": _("this is not a readable JSON file: it is nested too deeply"),
        "json-number": _("this is not a readable JSON file: it holds a number that is too long"),
        "json-bytes": _("this is not a readable JSON file: it is not written in UTF-8"),
        "which-agency": _("there are several agencies: name one (--agency CODE)"),
    }
    return sentences[fault.code] % {"detail": fault.detail}
