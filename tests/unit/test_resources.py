"""Resources are found wherever the program lies, and the fonts can be embedded."""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from partydesk import resources

FONTS = sorted(resources.resource_path("fonts").glob("*.ttf"))


@pytest.fixture(autouse=True)
def _forget_root() -> Iterator[None]:
    resources.resource_root.cache_clear()
    yield
    resources.resource_root.cache_clear()


def test_a_source_tree_has_them_beside_the_package() -> None:
    expected = Path(__file__).resolve().parents[2] / "resources"
    assert resources.resource_path() == expected


def test_a_frozen_build_has_them_where_it_was_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources" / "a.txt").write_text("a", encoding="utf-8")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources.resource_path("a.txt") == tmp_path / "resources" / "a.txt"


def test_a_wheel_has_them_inside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "partydesk"
    (package / "_resources" / "fonts").mkdir(parents=True)
    monkeypatch.setattr(resources, "__file__", str(package / "resources.py"))
    assert resources.resource_path("fonts") == package / "_resources" / "fonts"


def test_nothing_installed_is_said_in_plain_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "__file__", str(tmp_path / "partydesk" / "resources.py"))
    with pytest.raises(FileNotFoundError, match="重新安装"):
        resources.resource_path("fonts")


def test_a_missing_resource_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"fonts/none\.ttf"):
        resources.resource_path("fonts", "none.ttf")


def test_no_name_leads_out_of_the_folder() -> None:
    with pytest.raises(ValueError, match="不是程序的资源"):
        resources.resource_path("..", "pyproject.toml")


@pytest.mark.parametrize("font", FONTS, ids=lambda path: path.stem)
def test_every_font_has_truetype_outlines_and_a_licence(font: Path) -> None:
    # OpenType: uint32 version, uint16 number of tables, 6 bytes; then records of 16 bytes.
    data = font.read_bytes()
    (count,) = struct.unpack(">H", data[4:6])
    tables = {data[12 + 16 * i : 16 + 16 * i] for i in range(count)}
    assert b"glyf" in tables
    assert b"CFF " not in tables
    assert (font.parent / f"OFL-{font.stem.partition('-')[0]}.txt").is_file()


def test_the_families_of_the_documents_are_there() -> None:
    assert [font.stem for font in FONTS] == [
        "LXGWWenKai-Regular",
        "NotoSansSC-Bold",
        "NotoSansSC-Regular",
        "NotoSerifSC-Bold",
        "NotoSerifSC-Regular",
        "WideSong-Regular",
    ]
