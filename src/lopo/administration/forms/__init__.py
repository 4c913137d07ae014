"""What an administrator fills in: the steps of the wizard, and the pages of a centre."""

from .centre import (
    ArchiveForm,
    AssignForm,
    CounterForm,
    FactsForm,
    PairForm,
    PersonForm,
    PlacesForm,
    QueueForm,
    ServiceForm,
)
from .fields import NEW_AGENCY
from .mandates import MandateForm
from .moving import CallOffForm, MoveForm
from .webhooks import WebhookForm
from .wizard import (
    AgencyForm,
    CatalogueForm,
    CentreForm,
    FileForm,
    FirstAdminForm,
    HolidaysForm,
    HoursForm,
)

__all__ = [
    "NEW_AGENCY",
    "AgencyForm",
    "ArchiveForm",
    "AssignForm",
    "CallOffForm",
    "CatalogueForm",
    "CentreForm",
    "CounterForm",
    "FactsForm",
    "FileForm",
    "FirstAdminForm",
    "HolidaysForm",
    "HoursForm",
    "MandateForm",
    "MoveForm",
    "PairForm",
    "PersonForm",
    "PlacesForm",
    "QueueForm",
    "ServiceForm",
    "WebhookForm",
]
