"""Reading a document as people and their phones do: its words, and its codes off the paper."""

from dataclasses import dataclass
from functools import cached_property

import pypdfium2 as pdfium
import zxingcpp
from PIL.Image import Image

POINTS_PER_INCH = 72
MM_PER_POINT = 25.4 / POINTS_PER_INCH


@dataclass
class Paper:
    """A PDF in the hand."""

    pdf: bytes

    @cached_property
    def pages(self) -> list[pdfium.PdfPage]:
        return list(pdfium.PdfDocument(self.pdf))

    @cached_property
    def words(self) -> str:
        """All its text, with single spaces."""
        texts = [page.get_textpage().get_text_bounded() for page in self.pages]
        # pdfium marks a word broken at a hyphen with U+0002.
        return " ".join(" ".join(texts).replace("\x02", "-").split())

    def says(self, text: str) -> bool:
        """Whether this stands there, wherever its lines are broken."""
        return text.replace(" ", "") in self.words.replace(" ", "")

    def size_mm(self, page: int = 0) -> tuple[int, int]:
        width, height = self.pages[page].get_size()
        return round(width * MM_PER_POINT), round(height * MM_PER_POINT)

    def photo(self, page: int = 0, *, width: int = 1400) -> Image:
        """A picture of a page, so many pixels wide."""
        sheet = self.pages[page]
        image: Image = sheet.render(scale=width / sheet.get_size()[0]).to_pil()
        return image

    def codes(self, page: int = 0) -> set[str]:
        """What a reader finds in the QR codes of a page."""
        return {found.text for found in zxingcpp.read_barcodes(self.photo(page))}
