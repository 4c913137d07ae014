"""What a notice asks of its author."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from .models import Notice

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Notice]
else:
    ModelForm = forms.ModelForm

FILL_IN = {"required": _later("Please fill this in.")}
DAY = {"type": "date"}


class NoticeForm(ModelForm):
    """A notice of one kind; fields of other kinds are not asked."""

    class Meta:
        model = Notice
        fields = [
            "title",
            "claim",
            "body",
            "is_urgent",
            "on_tv",
            "signer_office",
            "decree_number",
            "decree_date",
            "valid_from",
            "valid_until",
        ]
        labels = {
            "title": _later("Title"),
            "claim": _later("What was claimed"),
            "body": _later("Text"),
            "is_urgent": _later("Urgent: stands before all others"),
            "on_tv": _later("Also on the screens of the waiting rooms"),
            "signer_office": _later("Signed by (office)"),
            "decree_number": _later("Number of the decree"),
            "decree_date": _later("Date of the decree"),
            "valid_from": _later("Shown from"),
            "valid_until": _later("Shown through"),
        }
        widgets = {
            "body": forms.Textarea(attrs={"rows": 6}),
            "decree_date": forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
            "valid_from": forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
            "valid_until": forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        }
        error_messages = dict.fromkeys(fields, FILL_IN)

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "use_required_attribute": False})
        signing = ("signer_office", "decree_number", "decree_date")
        dropped = {
            Notice.Kind.PLEDGE.value: ("claim", "is_urgent", "on_tv", "valid_until"),
            Notice.Kind.ANNOUNCEMENT.value: ("claim", *signing),
            Notice.Kind.CORRECTION.value: ("is_urgent", "on_tv", *signing),
        }[kind]
        for name in dropped:
            del self.fields[name]
        needed = {
            Notice.Kind.PLEDGE.value: signing,
            Notice.Kind.CORRECTION.value: ("claim",),
        }.get(kind, ())
        for name in needed:
            self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        """It ends on or after the day it begins."""
        said: dict[str, Any] = super().clean() or {}
        first, last = said.get("valid_from"), said.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("This lies before the first day."))
        return said

    def facts(self) -> dict[str, Any]:
        """What was filled in, for the act."""
        return {name: self.cleaned_data[name] for name in self.fields}


class WithdrawForm(forms.Form):
    """Why a notice is taken back."""

    reason = forms.CharField(
        label=_later("Reason"),
        max_length=500,
        help_text=_later("Published at the address of the notice."),
        error_messages=FILL_IN,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
