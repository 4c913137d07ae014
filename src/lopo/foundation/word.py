"""A report as a file for word processors (DOCX): real headings, tables, a field for the contents.

Made from the same pieces as its PDF. What somebody wrote goes in as text, never as markup. The
contents are a field: its headings stand there already, and the program that opens the file is
asked to add their pages.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from docx import Document
from docx.document import Document as Made
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

FONT = "Arial"
TEXT_WIDTH = 160
INK, QUIET = "16182B", "544A42"
ALIGNED = {
    "l": WD_ALIGN_PARAGRAPH.LEFT,
    "c": WD_ALIGN_PARAGRAPH.CENTER,
    "r": WD_ALIGN_PARAGRAPH.RIGHT,
}
CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
Piece = Mapping[str, Any]


class WordFile:
    """One file in the making: A4, numbered pages, the colours of an agency (`#rrggbb`)."""

    def __init__(self, *, title: str, author: str, dated: date, ground: str, action: str) -> None:
        self.file: Made = Document()
        self.ground, self.action = ground.lstrip("#").upper(), action.lstrip("#").upper()
        about = self.file.core_properties
        about.title, about.author, about.language = plain(title), plain(author), "id-ID"
        about.comments = ""
        about.created = about.modified = datetime(dated.year, dated.month, dated.day)  # noqa: DTZ001 - the library writes UTC without a zone
        self._styles()
        self._page()
        self.tables = self.pictures = 0
        self.headings: list[tuple[int, str]] = []
        self.around_contents: tuple[Paragraph, Paragraph] | None = None

    def _styles(self) -> None:
        styles = self.file.styles
        for name, size, colour in (
            ("Normal", 10.5, INK),
            ("Title", 30, self.ground),
            ("Subtitle", 15, self.action),
            ("Heading 1", 18, self.ground),
            ("Heading 2", 13, self.ground),
            ("Caption", 9, QUIET),
        ):
            style: Any = styles[name]
            style.font.name, style.font.size = FONT, Pt(size)
            style.font.color.rgb = RGBColor.from_string(colour)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for which in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
                fonts.set(qn(which), FONT)
            for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
                fonts.attrib.pop(qn(theme), None)
        normal: Any = styles["Normal"]
        normal.paragraph_format.space_after = Pt(7)
        normal.paragraph_format.line_spacing = 1.25
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "id-ID")
        normal.element.get_or_add_rPr().append(language)
        caption: Any = styles["Caption"]
        caption.paragraph_format.keep_with_next = True

    def _page(self) -> None:
        section = self.file.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(25)
        section.top_margin, section.bottom_margin = Mm(25), Mm(22)

    def paragraph(self, text: str, style: str | None = None) -> Paragraph:
        """A paragraph of plain text."""
        return self.file.add_paragraph(plain(text), style=style)

    def cover(self, lines: Sequence[tuple[str, str]]) -> None:
        """The first page: texts with their styles, the pages after it numbered from 1."""
        for _line in range(6):
            self.paragraph("")
        for text, style in lines:
            self.paragraph(text, style)
        section = self.file.add_section(WD_SECTION.NEW_PAGE)
        section.footer.is_linked_to_previous = False
        start = OxmlElement("w:pgNumType")
        start.set(qn("w:start"), "1")
        # Where the schema wants it: after the margins, before the columns.
        section._sectPr.find(qn("w:pgMar")).addnext(start)
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _field(foot, "PAGE", "1")

    def contents(self, title: str) -> None:
        """The table of contents, a field over the headings; pages are the program's to add."""
        self.heading(title, 1)
        first, last = self.file.add_paragraph(), self.file.add_paragraph()
        _field_begins(first, r'TOC \o "1-2" \h \z \u', is_dirty=True)
        _field_ends(last)
        self.around_contents = first, last
        update = OxmlElement("w:updateFields")
        update.set(qn("w:val"), "true")
        # Where the schema wants it: before what the file is compatible with.
        self.file.settings.element.find(qn("w:compat")).addprevious(update)

    def heading(self, text: str, level: int) -> None:
        """A real heading; every chapter begins on a new page."""
        self.headings.append((level, text))
        made = self.file.add_heading(plain(text), level)
        made.paragraph_format.page_break_before = level == 1

    def points(self, items: Sequence[str]) -> None:
        """A list that the program numbers, from 1 whatever list was before it."""
        numbering = self.file.part.numbering_part.element
        style: Any = self.file.styles["List Number"]
        (known,) = numbering.xpath(f"w:num[@w:numId={style.element.pPr.numPr.numId.val}]")
        number = numbering.add_num(known.abstractNumId.val)
        number.add_lvlOverride(ilvl=0).add_startOverride(1)
        for item in items:
            made = self.paragraph(item, "List Number")
            properties = made._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = number.numId
            made.paragraph_format.left_indent = Mm(8)
            made.paragraph_format.first_line_indent = Mm(-8)
            made.paragraph_format.tab_stops.add_tab_stop(Mm(8))

    def note(self, text: str) -> None:
        """Small letters under a table."""
        for run in self.paragraph(text).runs:
            run.font.size, run.font.color.rgb = Pt(8.5), RGBColor.from_string(QUIET)

    def table(self, one: Piece) -> None:
        """A table with its caption, and a head that comes again on every page."""
        self.tables += 1
        self.paragraph(f"Tabel {self.tables}: {one['caption']}", "Caption")
        made = self.file.add_table(rows=0, cols=len(one["head"]))
        made.style = "Table Grid"
        made.alignment = WD_TABLE_ALIGNMENT.CENTER
        made.autofit = False
        _inset(made)
        # Word reads the widths of the cells, other programs those of the grid.
        for column, width in zip(made.columns, one["widths"], strict=True):
            column.width = Mm(TEXT_WIDTH * width / sum(one["widths"]))
        self._row(made, one["head"], one, is_head=True)
        for place, cells in enumerate(one["rows"], 1):
            self._row(made, cells, one, is_strong=one["total"] and place == len(one["rows"]))
        # So low that a table which fills its page pushes no empty one after it.
        below = self.paragraph("").paragraph_format
        below.line_spacing, below.space_after = Pt(6), Pt(0)

    def _row(
        self,
        made: Table,
        cells: Sequence[str],
        one: Piece,
        *,
        is_head: bool = False,
        is_strong: bool = False,
    ) -> None:
        row: _Row = made.add_row()  # type: ignore[no-untyped-call]
        whole = sum(one["widths"])
        for cell, text, width, align in zip(
            row.cells, cells, one["widths"], one["align"], strict=True
        ):
            cell.width = Mm(TEXT_WIDTH * width / whole)
            self._cell(cell, text, align, one["small"], is_head=is_head, is_strong=is_strong)
        marks = row._tr.get_or_add_trPr()
        marks.append(OxmlElement("w:cantSplit"))
        if is_head:
            marks.append(OxmlElement("w:tblHeader"))

    def _cell(
        self, cell: _Cell, text: str, align: str, small: bool, *, is_head: bool, is_strong: bool
    ) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.alignment = ALIGNED[align]
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.line_spacing = 1.0
        run = paragraph.add_run(plain(text))
        run.font.size, run.bold = Pt(8 if small else 9), is_head or is_strong
        if is_head:
            run.font.color.rgb = RGBColor(255, 255, 255)
            _shade(cell, self.ground)

    def picture(self, png: bytes, caption: str, alt: str) -> None:
        """A drawing with words for whoever does not see it."""
        self.pictures += 1
        shape = self.file.add_picture(io.BytesIO(png), width=Mm(TEXT_WIDTH))
        properties = shape._inline.docPr
        properties.set("descr", plain(alt))
        properties.set("name", plain(caption))
        self.paragraph(f"Gambar {self.pictures}: {caption}", "Caption")

    def small_picture(self, png: bytes, alt: str, width: int) -> None:
        """A picture without a caption, so many millimetres wide."""
        shape = self.file.add_picture(io.BytesIO(png), width=Mm(width))
        shape._inline.docPr.set("descr", plain(alt))

    def signed(self, lines: Sequence[str], *, room: int = 4) -> None:
        """The block to sign in: right half of the page, room between office and name."""
        place, office, *below = lines
        for text in (place, office, *[""] * room, "…" * 24, *below):
            made = self.paragraph(text)
            made.paragraph_format.left_indent = Mm(TEXT_WIDTH / 2)
            made.paragraph_format.space_after = Pt(0)
            made.paragraph_format.keep_with_next = True

    def saved(self) -> bytes:
        """The file."""
        if self.around_contents is not None:
            first, last = self.around_contents
            for place, (level, text) in enumerate(self.headings):
                line = last.insert_paragraph_before() if place else first
                line.add_run(plain(text))
                line.paragraph_format.left_indent = Mm(6 * (level - 1))
                line.paragraph_format.space_after = Pt(3)
        made = io.BytesIO()
        self.file.save(made)
        return made.getvalue()


def plain(text: str) -> str:
    """The text without signs that XML cannot hold."""
    return text.translate(CONTROL)


def _inset(table: Table) -> None:
    """A millimetre beside the text of cells: narrow columns hold their words."""
    room = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        one = OxmlElement(side)
        one.set(qn("w:w"), str(Mm(1).twips))
        one.set(qn("w:type"), "dxa")
        room.append(one)
    # Where the schema wants it: before the look of the table.
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(room)


def _shade(cell: _Cell, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", colour)):
        shade.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _field(paragraph: Paragraph, code: str, shown: str) -> None:
    """A field: what it computes, and what stands there until a program has computed it."""
    _field_begins(paragraph, code)
    paragraph.add_run(shown)
    _field_ends(paragraph)


def _field_begins(paragraph: Paragraph, code: str, *, is_dirty: bool = False) -> None:
    begin = _mark(paragraph, "begin")
    if is_dirty:
        begin.set(qn("w:dirty"), "true")
    computed = OxmlElement("w:instrText")
    computed.set(qn("xml:space"), "preserve")
    computed.text = f" {code} "
    paragraph.add_run()._r.append(computed)
    _mark(paragraph, "separate")


def _field_ends(paragraph: Paragraph) -> None:
    _mark(paragraph, "end")


def _mark(paragraph: Paragraph, kind: str) -> Any:
    made = OxmlElement("w:fldChar")
    made.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(made)
    return made
