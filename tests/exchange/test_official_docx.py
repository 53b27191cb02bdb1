"""An official document in Word: measures, levels, repeated heads, and that LibreOffice reads it."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from partydesk.exchange.official_docx import DocxTable, OfficialText, write_official_docx
from tests.office import WRITER, find_office
from tests.reports.printed import Pdf

NOW = dt.datetime(2026, 7, 13, 9, 0, tzinfo=dt.UTC)
TEXT = OfficialText(
    mark="中共塔林旗非公有制经济组织和社会组织工作委员会文件",
    number="旗非公发〔2026〕　号",
    title="关于2026年上半年驻企党建工作情况的通报",
    addressee="各苏木乡镇党委：",
    paragraphs=("现通报如下。", "一、总体情况", "（一）月报。都按时报来。"),
    attachments=("人员排名表", "提醒表"),
    organ="中共塔林旗委",
    date="2026年7月13日",
    copies_to="旗委组织部。",
    issuer="非公党工委办公室",
    tables=(
        DocxTable(
            "人员排名表",
            "排名办法：按数量。",
            ("名次", "姓名"),
            (1, 3),
            frozenset({1}),
            tuple((str(n), f"第{n}人") for n in range(1, 80)),
        ),
    ),
)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "通报.docx"
    write_official_docx(TEXT, path, created=NOW)
    return path


@pytest.fixture
def word(written: Path) -> Word:
    return Document(str(written))


def _faces(word: Word, text: str) -> list[tuple[str, str]]:
    paragraph = next(each for each in word.paragraphs if each.text == text)
    fonts = [run._element.get_or_add_rPr().get_or_add_rFonts() for run in paragraph.runs]
    names = [str(each.get(qn("w:eastAsia"))) for each in fonts]
    return list(zip([run.text for run in paragraph.runs], names, strict=True))


def test_the_page_has_the_measures_of_the_standard(word: Word) -> None:
    section = word.sections[0]
    margins = section.top_margin, section.bottom_margin, section.left_margin, section.right_margin
    assert [round((m or Mm(0)).mm) for m in margins] == [37, 35, 28, 26]
    form = word.styles["Normal"].paragraph_format
    assert form.line_spacing == Pt(28)
    assert word.styles["Normal"].font.size == Pt(16)


def test_levels_have_their_fonts(word: Word) -> None:
    assert _faces(word, TEXT.title) == [(TEXT.title, "方正小标宋简体")]
    assert _faces(word, "一、总体情况") == [("一、总体情况", "黑体")]
    assert _faces(word, "（一）月报。都按时报来。") == [
        ("（一）月报。", "楷体_GB2312"),
        ("都按时报来。", "仿宋_GB2312"),
    ]


def test_text_is_set_in_by_two_characters_and_the_addressee_is_not(word: Word) -> None:
    by_text = {paragraph.text: paragraph for paragraph in word.paragraphs}
    assert by_text["现通报如下。"].paragraph_format.first_line_indent == Pt(32)
    assert by_text["各苏木乡镇党委："].paragraph_format.first_line_indent is None


def test_annexes_are_tables_whose_head_is_repeated(word: Word) -> None:
    (table,) = word.tables
    rows = [row._tr.get_or_add_trPr() for row in table.rows]
    repeated = [
        number for number, row in enumerate(rows) if row.find(qn("w:tblHeader")) is not None
    ]
    assert repeated == [0]
    assert [cell.text for cell in table.rows[79].cells] == ["79", "第79人"]


def test_copies_and_issuer_close_it(word: Word) -> None:
    texts = [paragraph.text for paragraph in word.paragraphs]
    assert texts[-2:] == ["抄送：旗委组织部。", "非公党工委办公室\t2026年7月13日印发"]
    assert "附件：1.人员排名表" in texts
    assert "2.提醒表" in texts


def test_libreoffice_reads_it(written: Path, tmp_path: Path) -> None:
    office = find_office(WRITER)
    if office is None:
        pytest.skip("LibreOffice is not there")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    where = "--outdir", str(tmp_path), str(written)
    command = [office, profile, "--headless", "--convert-to", "pdf", *where]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pdf = Pdf((tmp_path / "通报.pdf").read_bytes())
    assert len(pdf) >= 3
