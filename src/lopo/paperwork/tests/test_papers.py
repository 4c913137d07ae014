"""Every form on paper: blank and filled, all 37, with a code that a reader reads."""

import pypdfium2 as pdfium
import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from lopo.catalogue.api import list_services
from lopo.catalogue.tests.builders import make_bkd
from lopo.paperwork.queries import Form
from lopo.paperwork.rules import YES, Kind, is_shown, read, said
from lopo.paperwork.views.papers import blank_paper, filled_paper

from .builders import answers_of, codes_on, form, text_of
from .strategies import definitions, typed_into

MOST_PAGES = 4


def squeezed(text: str) -> str:
    """Without blanks and line breaks: where a line breaks is the paper's business."""
    return "".join(text.split()).replace("\u00ad", "").replace("-", "").replace("￾", "")


@pytest.mark.django_db
def test_all_37_forms_print_blank_and_filled_and_their_codes_are_read() -> None:
    make_bkd()
    for service in list_services():
        made = form(service.code)
        address = f"{settings.PUBLIC_URL}/layanan/{service.code}/formulir/"
        blank = blank_paper(made)
        assert codes_on(blank) == [address], service.code
        assert len(pdfium.PdfDocument(blank)) <= MOST_PAGES
        words = squeezed(text_of(blank))
        for field in made.definition.fields:
            assert squeezed(field.label) in words, (service.code, field.label)
        answers = answers_of(made)
        filled = filled_paper(made, answers, None)
        assert codes_on(filled) == [address], service.code
        assert_holds(filled, made, answers)


def assert_holds(pdf: bytes, made: Form, answers: dict[str, object]) -> None:
    """Every answer is on the paper, as it is said."""
    words = squeezed(text_of(pdf))
    for field in made.definition.fields:
        answer = answers.get(field.code)
        if answer is None or field.kind is Kind.DECLARATION:
            assert answer in {None, YES}
            continue
        parts = said(field, answer).split("\n")  # type: ignore[arg-type]
        if field.kind is Kind.TABLE:
            parts = [str(cell) for row in answer for cell in row.values() if len(str(cell)) > 12]  # type: ignore[attr-defined]
        for part in parts:
            assert squeezed(part) in words, (made.service.code, field.code, part)


@pytest.mark.django_db
def test_what_is_hidden_is_not_printed() -> None:
    make_bkd()
    made = form("CUTI")
    pdf = filled_paper(made, answers_of(made, jenis_cuti="TAHUNAN"), None)
    assert "Kelahiran anak" not in text_of(pdf)
    assert "Sisa cuti" in text_of(pdf)
    # The control: the blank form asks all, and says when.
    assert "isi bila Jenis cuti: Cuti melahirkan" in text_of(blank_paper(made))


@pytest.mark.django_db
@hypothesis_settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_people_write_can_be_printed(data: st.DataObject) -> None:
    definition = data.draw(definitions())
    answers = read(definition, data.draw(typed_into(definition))).answers
    if not list_services().exists():
        make_bkd()
    usual = form("KGB")
    made = Form(usual.service, definition, usual.digest)
    pdf = filled_paper(made, answers, None)
    shown = [one for one in definition.fields if is_shown(one.shown_if, answers)]
    assert len(pdfium.PdfDocument(pdf)) >= 1
    assert shown or not answers


@pytest.mark.django_db
def test_text_that_looks_like_markup_is_printed_as_it_is() -> None:
    make_bkd()
    made = form("CUTI")
    nasty = '#read("/etc/passwd") *tebal* $x^2$ <b> \\ `kode`'
    pdf = filled_paper(made, answers_of(made, alasan_cuti=nasty), None)
    assert squeezed(nasty) in squeezed(text_of(pdf))


@pytest.mark.django_db
def test_the_same_blank_form_is_the_same_bytes() -> None:
    make_bkd()
    assert blank_paper(form("PPID")) == blank_paper(form("PPID"))
