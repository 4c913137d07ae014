"""The file for word processors: what a program finds in it, and what is printed as it comes."""

import io
import zipfile
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from lopo.foundation.word import WordFile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def file() -> WordFile:
    return WordFile(
        title="Laporan",
        author="Badan",
        dated=date(2026, 11, 23),
        ground="#102030",
        action="#405060",
    )


def part(file: WordFile, name: str = "document") -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(file.saved())) as archive:
        return ET.fromstring(archive.read(f"word/{name}.xml"))


def text_of(paragraph: ET.Element) -> str:
    return "".join(run.text or "" for run in paragraph.iter(f"{W}t"))


def test_the_contents_are_the_headings_and_no_word_more(file: WordFile) -> None:
    file.contents("Daftar Isi")
    file.heading("Bab I", 1)
    file.heading("Latar", 2)
    told, is_inside = [], False
    for paragraph in part(file).iter(f"{W}p"):
        marks = [one.get(f"{W}fldCharType") for one in paragraph.iter(f"{W}fldChar")]
        is_inside = is_inside or "separate" in marks
        if is_inside and text_of(paragraph):
            told.append(text_of(paragraph))
        is_inside = is_inside and "end" not in marks
    assert told == ["Daftar Isi", "Bab I", "Latar"]
    (asked,) = part(file, "settings").iter(f"{W}updateFields")
    assert asked.get(f"{W}val") == "true"


def test_every_list_is_a_list_of_the_program_and_begins_at_one(file: WordFile) -> None:
    file.points(["satu", "dua"])
    file.points(["lagi satu"])
    numbers = {}
    for paragraph in part(file).iter(f"{W}p"):
        if text_of(paragraph):
            (number,) = paragraph.iter(f"{W}numId")
            numbers[text_of(paragraph)] = number.get(f"{W}val")
    assert set(numbers) == {"satu", "dua", "lagi satu"}
    assert numbers["satu"] == numbers["dua"] != numbers["lagi satu"]
    begins = {
        one.get(f"{W}numId"): [start.get(f"{W}val") for start in one.iter(f"{W}startOverride")]
        for one in part(file, "numbering").iter(f"{W}num")
    }
    assert {tuple(begins[number]) for number in numbers.values()} == {("1",)}
