"""The letter of appointment as a Word template, filled by docxtpl; runs with the peers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

#: What the letter is set in, by the names of the files.
FONTS = ("LXGWWenKai-Regular", "NotoSerifSC-Regular", "NotoSerifSC-Bold")
_KAI, _SONG = "LXGW WenKai", "Noto Serif SC"
_GOLD, _RED = "A98B45", 0xA8201A


def merge(
    letters: Sequence[Mapping[str, Any]], picture_of: Callable[[str], bytes], filled: Path
) -> None:
    """Fill the template with all letters, codes as pictures where there are some."""
    from docx.shared import Mm  # noqa: PLC0415
    from docxtpl import DocxTemplate, InlineImage  # type: ignore[import-not-found]  # noqa: PLC0415

    template = filled.with_name("template.docx")
    _write_template(template)
    merged = DocxTemplate(str(template))

    def picture(code: str) -> object:
        return InlineImage(merged, BytesIO(picture_of(code)), width=Mm(25)) if code else ""

    given = [{**letter, "picture": picture(letter["code"])} for letter in letters]
    merged.render({"letters": given})
    merged.save(str(filled))


def _write_template(path: Path) -> None:
    """Write the letter with the same frame, fonts, sizes and lines as the program's own layout."""
    from docx import Document  # noqa: PLC0415
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import Mm, Pt, RGBColor  # noqa: PLC0415

    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(31)
    page.top_margin, page.bottom_margin = Mm(26), Mm(20)
    _frame(page)

    def line(*texts: str, font: str = _KAI, size: float = 20, pitch: float = 43) -> Any:  # noqa: ANN401
        """Add a paragraph; every second text is underlined."""
        paragraph = document.add_paragraph()
        form = paragraph.paragraph_format
        form.space_before = form.space_after = Pt(0)
        form.line_spacing = Pt(pitch)
        for place, text in enumerate(texts):
            run = paragraph.add_run(text)
            run.underline = place % 2 == 1
            _set_font(run, font, size)
        return paragraph

    document.add_paragraph("{%p for letter in letters %}")
    line("{{ letter.number }}", font=_SONG, size=12, pitch=26).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    title = line("委任书", font=_SONG, size=46, pitch=150)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.runs[0].bold = True
    title.runs[0].font.color.rgb = RGBColor.from_string(f"{_RED:06X}")
    line("", "{{ letter.person }}", "同志：")
    for parts in (("{{ letter.text[0] }}", "{{ letter.text[1] }}", "{{ letter.text[2] }}"),
                  ("望你履行六项职责，推动党建与发展同步，不负组织重托。",)):  # fmt: skip
        text = line(*parts)
        text.paragraph_format.first_line_indent = Pt(40)
        text.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for text in ("{{ letter.organ[0] }}", "{{ letter.organ[1] }}", "{{ letter.day }}"):
        end = line(text, size=16, pitch=29)
        end.alignment = WD_ALIGN_PARAGRAPH.CENTER
        end.paragraph_format.left_indent = Mm(62)
    code = document.add_paragraph("{{ letter.picture }}")
    code.paragraph_format.space_after = Pt(0)
    document.add_page_break()  # type: ignore[no-untyped-call]
    document.add_paragraph("{%p endfor %}")
    document.save(str(path))


def _set_font(run: Any, name: str, size: float) -> None:  # noqa: ANN401
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    run.font.name, run.font.size = name, Pt(size)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), name)  # noqa: SLF001 - there is no other way


def _frame(section: Any) -> None:  # noqa: ANN401
    """Put the golden frame around every page."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    borders = OxmlElement("w:pgBorders")
    borders.set(qn("w:offsetFrom"), "page")
    for side in ("top", "left", "bottom", "right"):
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "thinThickSmallGap"), ("sz", "12"), ("space", "31"),
                            ("color", _GOLD)):  # fmt: skip
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    section._sectPr.append(borders)  # noqa: SLF001 - there is no other way
