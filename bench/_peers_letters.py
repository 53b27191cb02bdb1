"""Prints letters with the named peers; started by the measurement under the peers' own interpreter.

Reads one JSON value a line: ``{"load": {"letters": [...], "font": path}}`` or
``{"run": peer, "out": path}``, and answers with one line. A letter is
``{"number", "person", "body": [lines], "organ": [lines], "day"}``.
"""

from __future__ import annotations

import html
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import TypedDict


class Letter(TypedDict):
    """What stands on one letter."""

    number: str
    person: str
    body: list[str]
    organ: list[str]
    day: str


class Job(TypedDict):
    """What is to be printed."""

    letters: list[Letter]
    font: str


Answer = dict[str, object]
_TITLE = "委 任 书"
_FAMILY = "LXGW WenKai"


def run_fpdf2(job: Job, out: str) -> None:
    """Print with fpdf2."""
    # Imported here, so that a peer that is not installed does not stop the others.
    from fpdf import FPDF  # type: ignore[import-untyped]  # noqa: PLC0415

    pdf = FPDF(format="A4", unit="pt")
    pdf.add_font("kai", fname=job["font"])
    for letter in job["letters"]:
        pdf.add_page()
        pdf.set_font("kai", size=12)
        pdf.text(400, 80, letter["number"])
        pdf.set_font("kai", size=46)
        pdf.text(200, 170, _TITLE)
        pdf.set_font("kai", size=20)
        for place, line in enumerate([letter["person"] + "同志：", *letter["body"]]):
            pdf.text(88, 270 + 43 * place, line)
        pdf.set_font("kai", size=16)
        for place, line in enumerate([*letter["organ"], letter["day"]]):
            pdf.text(290, 620 + 29 * place, line)
    pdf.output(out)


def run_weasyprint(job: Job, out: str) -> None:
    """Print with WeasyPrint from one HTML page a letter."""
    from weasyprint import HTML  # type: ignore[import-not-found]  # noqa: PLC0415

    style = (
        f"@font-face {{font-family: kai; src: url('file://{job['font']}')}}"
        "@page {size: A4; margin: 28mm 26mm} body {font-family: kai; font-size: 20pt}"
        "h1 {text-align: center; font-size: 46pt; font-weight: normal}"
        "section {break-after: page; line-height: 43pt}"
        ".no, .end {text-align: right; font-size: 16pt}"
    )
    pages = (
        f"<section><p class=no>{html.escape(letter['number'])}</p><h1>{_TITLE}</h1>"
        f"<p>{html.escape(letter['person'])}同志：<br>{'<br>'.join(letter['body'])}</p>"
        f"<p class=end>{'<br>'.join(letter['organ'])}<br>{letter['day']}</p></section>"
        for letter in job["letters"]
    )
    HTML(string=f"<style>{style}</style>{''.join(pages)}").write_pdf(out)


def run_docxtpl(job: Job, out: str) -> None:
    """Merge with docxtpl, as an office does it, and convert with LibreOffice.

    Raises:
        ImportError: LibreOffice is not there.
    """
    from docx import Document  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415
    from docxtpl import DocxTemplate  # type: ignore[import-not-found]  # noqa: PLC0415

    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise ImportError("LibreOffice")
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template.docx"
        document = Document()
        style = document.styles["Normal"]
        style.font.name, style.font.size = _FAMILY, Pt(20)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), _FAMILY)
        document.add_paragraph("{%p for letter in letters %}")
        document.add_paragraph("{{ letter.number }}")
        document.add_paragraph(_TITLE)
        document.add_paragraph("{{ letter.person }}同志：")
        document.add_paragraph("{{ letter.text }}")
        document.add_paragraph("{{ letter.end }}")
        document.add_page_break()  # type: ignore[no-untyped-call]
        document.add_paragraph("{%p endfor %}")
        document.save(str(template))
        merged = DocxTemplate(str(template))
        merged.render(
            {
                "letters": [
                    {
                        **letter,
                        "text": "".join(letter["body"]),
                        "end": "".join([*letter["organ"], letter["day"]]),
                    }
                    for letter in job["letters"]
                ]
            }
        )
        filled = Path(folder) / "letters.docx"
        merged.save(str(filled))
        # The font is put where LibreOffice looks for the user's own.
        fonts = Path(folder) / "data" / "fonts"
        fonts.mkdir(parents=True)
        shutil.copy(job["font"], fonts)
        where = {**os.environ, "XDG_DATA_HOME": str(fonts.parent)}
        home = f"-env:UserInstallation=file://{folder}/home"
        command = [
            office,
            home,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            str(filled),
        ]
        subprocess.run(command, check=True, capture_output=True, env=where)
        shutil.move(Path(folder) / "letters.pdf", out)


PEERS: dict[str, Callable[[Job, str], None]] = {
    "fpdf2": run_fpdf2,
    "weasyprint": run_weasyprint,
    "docxtpl": run_docxtpl,
}


def answer_lines() -> None:
    """Answer until the input ends."""
    job: Job = {"letters": [], "font": ""}
    for line in sys.stdin:
        question = json.loads(line)
        answer: Answer = {}
        if "load" in question:
            job = question["load"]
        else:
            name = question["run"]
            began = perf_counter()
            try:
                PEERS[name](job, question["out"])
                answer = {"ms": (perf_counter() - began) * 1000, "version": version(name)}
            except ImportError:
                answer = {"error": "not installed"}
            except Exception as error:  # noqa: BLE001 - how a peer fails is part of the measurement
                answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    answer_lines()
