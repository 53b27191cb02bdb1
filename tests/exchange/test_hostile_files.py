"""Files made to do harm are refused in time, in words that say what to do; real ones are read."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from partydesk.domain.errors import InputRefused
from partydesk.exchange import extents, untrusted
from partydesk.exchange.lrmx import read_lrmx
from partydesk.exchange.reader import read_table
from partydesk.exchange.untrusted import PhotoRefusedError, check_photo
from tests.exchange.files_to_read import xlsx
from tests.hostile_files import (
    far_xlsb_sheet,
    formatted_ods,
    jpeg_bytes,
    lying_about,
    ods_of_rows,
    png_head,
    repeated_ods,
    with_parts,
)

_MOST_S = 5.0
_ROWS = (("姓名", "性别"), ("苏和", "男"))
_STRINGS = "xl/sharedStrings.xml"


def _book(folder: Path) -> Path:
    return xlsx(folder / "good.xlsx", _ROWS)


def _lying(path: Path) -> Path:
    """Shared texts that unpack to 60 MB and are said to be ten bytes."""
    content = b"<sst>" + b" " * 60_000_000 + b"</sst>"
    return lying_about(_book(path.parent), path, _STRINGS, content)


def _bomb(path: Path) -> Path:
    return with_parts(_book(path.parent), path, {_STRINGS: b"<sst>" + b" " * 60_000_000})


def _outside(path: Path) -> Path:
    return with_parts(_book(path.parent), path, {"../../etc/cron.d/x": b"x"})


def _doubled(path: Path) -> Path:
    return with_parts(_book(path.parent), path, {"XL/WORKSHEETS/SHEET1.XML": b"<x/>"})


def _entities(path: Path) -> Path:
    book = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><workbook>&a;</workbook>'
    return with_parts(_book(path.parent), path, {"xl/workbook.xml": book})


def _many_parts(path: Path) -> Path:
    return with_parts(_book(path.parent), path, {f"xl/x{n}.xml": b"" for n in range(10_500)})


def _far_cell(path: Path) -> Path:
    _book(path.parent)
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("xl/workbook.bin", b"")
        packed.writestr("xl/worksheets/sheet1.bin", far_xlsb_sheet(1_048_575, 16_383))
    return path


def _commas(path: Path) -> Path:
    path.write_bytes(b"\xe5\xa7\x93\xe5\x90\x8d" + b"," * 13_000_000 + b"\n")
    return path


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("a.xlsx", _lying, "damaged_file"),
        ("a.xlsx", _bomb, "zip_bomb"),
        ("a.xlsx", _outside, "unsafe_package"),
        ("a.xlsx", _doubled, "damaged_file"),
        ("a.xlsx", _entities, "unsafe_xml"),
        ("a.xlsx", _many_parts, "too_large"),
        ("a.xlsb", _far_cell, "too_large"),
        ("a.ods", repeated_ods, "too_large"),
        ("a.csv", _commas, "too_large"),
    ],
)
def test_what_would_fill_the_memory_is_refused(
    tmp_path: Path, name: str, make: Callable[[Path], Path], code: str
) -> None:
    path = make(tmp_path / name)
    began = time.perf_counter()
    with pytest.raises(InputRefused) as refusal:
        read_table(path, known=["姓名", "性别"])
    (note,) = refusal.value.notes
    assert note.code == code
    assert "请" in note.message
    assert time.perf_counter() - began < _MOST_S


def test_a_part_that_lies_never_unpacks_further_than_it_says(tmp_path: Path) -> None:
    path = _lying(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as packed:
        assert len(packed.read(_STRINGS)) == 10, "the library believes it"
    with pytest.raises(untrusted.PackageUnsafeError):
        untrusted.prove_package(path.read_bytes())


def test_real_files_pass(tmp_path: Path) -> None:
    for path in (_book(tmp_path), formatted_ods(tmp_path / "a.ods")):
        untrusted.prove_package(path.read_bytes())
    assert len(read_table(_book(tmp_path), known=["姓名"]).rows) == 1
    with zipfile.ZipFile(formatted_ods(tmp_path / "a.ods")) as packed:
        assert extents.cells_of_ods(packed) == 2, "empty repeated cells are no content"


def test_extents_are_measured_as_they_are_laid_out(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value="1" office:value-type="float"{}/>'
    rows = [
        '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>',
        '<table:table-row table:number-rows-repeated="2">'
        '<table:table-cell table:number-columns-repeated="4"/>'
        + cell.format(' table:number-columns-repeated="5"')
        + "</table:table-row>",
    ]
    with zipfile.ZipFile(ods_of_rows(tmp_path / "a.ods", *rows)) as packed:
        assert extents.cells_of_ods(packed) == 5 * 9
    with zipfile.ZipFile(_far_cell(tmp_path / "a.xlsb")) as packed:
        assert extents.cells_of_xlsb(packed) == 1_048_576 * 16_384


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"GIF89a" + bytes(40), "JPG 或 PNG"),
        (png_head(60_000, 60_000), "像素过多"),
        (png_head(6_000, 6_000), "像素过多"),
        (png_head(200, 280), "已损坏"),
        (jpeg_bytes(100, 140)[:300], "已损坏"),
        (jpeg_bytes(100, 140) + bytes(2 * 1024**2), "2 MB"),
        (b"", "JPG 或 PNG"),
    ],
)
def test_photos_that_are_none_or_too_many_dots(content: bytes, words: str) -> None:
    with pytest.raises(PhotoRefusedError, match=words):
        check_photo(content)


def test_a_photo_that_is_one() -> None:
    assert check_photo(jpeg_bytes(100, 140)) == "image/jpeg"


@pytest.mark.parametrize("depth", [60, 200_000])
def test_a_form_nested_without_end(depth: int) -> None:
    form = "<Person>" + "<a>" * depth + "</a>" * depth + "</Person>"
    with pytest.raises(InputRefused) as refusal:
        read_lrmx("a.lrmx", form.encode())
    assert refusal.value.notes[0].code == "unsafe_xml"
