"""What every act of people that saves a row asks first."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lopo.kernel.errors import FieldError, FieldRefusal
from lopo.people.models import Device, Invitation, User


def check(row: User | Device | Invitation) -> None:
    """Turn a failed validation into a refusal that names the field."""
    try:
        row.full_clean()
    except ValidationError as problem:
        errors = [
            FieldError(field=name, code="invalid", message=" ".join(messages))
            for name, messages in problem.message_dict.items()
        ]
        raise FieldRefusal(_("Please check what was entered."), errors) from problem
