"""A whole centre goes out of use, with a reason everybody reads, and may come back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lopo.administration import permissions
from lopo.administration.forms import ArchiveForm
from lopo.foundation.staff_pages import UNPROCESSABLE, blame, faults_of, said
from lopo.frontdesk import api as frontdesk
from lopo.kernel.clock import system_clock
from lopo.kernel.errors import FieldRefusal, Refusal
from lopo.people.api import asking

from .centre import around
from .pages import admin_page


@require_http_methods(["GET", "HEAD", "POST"])
@admin_page
def archive(request: HttpRequest, centre: str) -> HttpResponse:
    """Asks why, and says what will be; refused while somebody still needs the centre."""
    principal = asking(request)
    place = permissions.centre_to_archive(principal, centre)
    form = ArchiveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            frontdesk.retire_centre(
                centre=place,
                reason=form.cleaned_data["reason"],
                actor=principal.actor,
                clock=system_clock,
            )
        except FieldRefusal as refusal:
            blame(form, refusal)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            sentence = _("%(name)s is archived. Its past stays readable.") % {"name": place.name}
            return said(request, sentence, "administration:centres")
    context = {
        **around(place, "centre"),
        "form": form,
        "faults": faults_of(form) if form.is_bound else [],
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "administration/archive.html", context, status=status)


@require_POST
@admin_page
def restore(request: HttpRequest, centre: str) -> HttpResponse:
    """The centre is as it was, from now on."""
    principal = asking(request)
    place = permissions.archived_centre(principal, centre)
    frontdesk.restore_centre(centre=place, actor=principal.actor, clock=system_clock)
    sentence = _("%(name)s is in use again.") % {"name": place.name}
    return said(request, sentence, "administration:centre", place.code)
