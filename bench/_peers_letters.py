"""Prints letters with the named peers; started by the measurement under the peers' own interpreter.

Reads one JSON value a line: ``{"load": {"letters": [...], "font": path}}`` or
``{"run": peer, "out": path, "coded": bool}``, and answers with one line: milliseconds on the clock,
milliseconds of processor with those of started programs, and the parts that a peer tells apart. A
letter is ``{"number", "person", "body": [lines], "text": [before the unit, unit, behind it],
"organ": [lines], "day", "code"}``; its code is drawn where the run is to be coded, and making its
picture belongs to the job.
"""

from __future__ import annotations

import base64
import html
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from time import perf_counter, process_time
from typing import TypedDict

# Beside this file, which is started by its path.
sys.path.insert(0, str(Path(__file__).parent))
from _peer_docx import FONTS, merge  # type: ignore[import-not-found]

sys.path.pop(0)


class Letter(TypedDict):
    """What stands on one letter."""

    number: str
    person: str
    body: list[str]
    text: list[str]
    organ: list[str]
    day: str
    code: str


class Job(TypedDict):
    """What is to be printed."""

    letters: list[Letter]
    font: str


Answer = dict[str, object]
_TITLE = "委 任 书"
#: Side of a code with its quiet zone: 25 mm.
_CODE_PT = 25 * 72 / 25.4
Parts = dict[str, float]
"""Milliseconds by the name of a part of the job."""


def picture_of(code: str) -> bytes:
    """Make the symbol of a code as a PNG, at the product's level of correction."""
    import segno  # type: ignore[import-not-found]  # noqa: PLC0415

    out = BytesIO()
    symbol = segno.make(code, error="q", boost_error=False, micro=False)
    symbol.save(out, kind="png", scale=4, border=4)
    return out.getvalue()


def run_fpdf2(job: Job, out: str) -> Parts:
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
        if letter["code"]:
            picture = BytesIO(picture_of(letter["code"]))
            pdf.image(picture, x=79, y=689, w=_CODE_PT, h=_CODE_PT)
    pdf.output(out)
    return {}


def run_pymupdf(job: Job, out: str) -> Parts:
    """Print with PyMuPDF, its font cut down to the characters that are used."""
    import pymupdf  # type: ignore[import-not-found]  # noqa: PLC0415

    document = pymupdf.open()
    # One for all pages: a font named to each page is read anew for each.
    kai = pymupdf.Font(fontfile=job["font"])
    box = pymupdf.Rect(79, 689, 79 + _CODE_PT, 689 + _CODE_PT)
    for letter in job["letters"]:
        page = document.new_page(width=595.3, height=841.9)
        texts = [
            (400, 80, 12, letter["number"]),
            (200, 170, 46, _TITLE),
            *(
                (88, 270 + 43 * place, 20, line)
                for place, line in enumerate([letter["person"] + "同志：", *letter["body"]])
            ),
            *(
                (290, 620 + 29 * place, 16, line)
                for place, line in enumerate([*letter["organ"], letter["day"]])
            ),
        ]
        writer = pymupdf.TextWriter(page.rect)
        for x, y, size, text in texts:
            writer.append((x, y), text, font=kai, fontsize=size)
        writer.write_text(page)
        if letter["code"]:
            page.insert_image(box, stream=picture_of(letter["code"]))
    document.subset_fonts()
    document.save(out, garbage=3, deflate=True)
    return {}


def run_weasyprint(job: Job, out: str) -> Parts:
    """Print with WeasyPrint from one HTML page a letter."""
    from weasyprint import HTML  # type: ignore[import-not-found]  # noqa: PLC0415

    style = (
        f"@font-face {{font-family: kai; src: url('file://{job['font']}')}}"
        "@page {size: A4; margin: 28mm 26mm} body {font-family: kai; font-size: 20pt}"
        "h1 {text-align: center; font-size: 46pt; font-weight: normal}"
        "section {break-after: page; line-height: 43pt}"
        ".no, .end {text-align: right; font-size: 16pt} section {position: relative}"
        "img {width: 25mm; position: absolute; left: 0; top: 215mm}"
    )
    pages = (
        f"<section><p class=no>{html.escape(letter['number'])}</p><h1>{_TITLE}</h1>"
        f"<p>{html.escape(letter['person'])}同志：<br>{'<br>'.join(letter['body'])}</p>"
        f"<p class=end>{'<br>'.join(letter['organ'])}<br>{letter['day']}</p>"
        f"{_image(letter['code'])}</section>"
        for letter in job["letters"]
    )
    HTML(string=f"<style>{style}</style>{''.join(pages)}").write_pdf(out)
    return {}


def _image(code: str) -> str:
    """Write a code's picture into the page itself; nothing where there is no code."""
    if not code:
        return ""
    return f"<img src='data:image/png;base64,{base64.b64encode(picture_of(code)).decode()}'>"


def run_docxtpl(job: Job, out: str) -> Parts:
    """Merge the very letter with docxtpl, as an office does it, and convert with LibreOffice.

    Raises:
        ImportError: LibreOffice is not there.
    """
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise ImportError("LibreOffice")
    with tempfile.TemporaryDirectory() as folder:
        began = perf_counter()
        merge(job["letters"], picture_of, Path(folder) / "letters.docx")
        merged = perf_counter()
        _convert(office, folder, Path(job["font"]).parent)
        parts = {"merging": (merged - began) * 1000, "converting": (perf_counter() - merged) * 1000}
        shutil.move(Path(folder) / "letters.pdf", out)
    return parts


def _convert(office: str, folder: str, fonts: Path) -> None:
    """Have LibreOffice turn the letters of a folder into a PDF beside them."""
    # Fonts are put where LibreOffice looks for the user's own.
    own = Path(folder) / "data" / "fonts"
    own.mkdir(parents=True)
    for name in FONTS:
        shutil.copy(fonts / f"{name}.ttf", own)
    where = {**os.environ, "XDG_DATA_HOME": str(own.parent)}
    home = f"-env:UserInstallation=file://{folder}/home"
    wish = ["--headless", "--convert-to", "pdf", "--outdir", folder, f"{folder}/letters.docx"]
    subprocess.run([office, home, *wish], check=True, capture_output=True, env=where)


def _processor_ms() -> float:
    """Give the time of the processor so far, that of ended child processes included."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (process_time() + children.ru_utime + children.ru_stime) * 1000


PEERS: dict[str, Callable[[Job, str], Parts]] = {
    "fpdf2": run_fpdf2,
    "pymupdf": run_pymupdf,
    "weasyprint": run_weasyprint,
    "docxtpl": run_docxtpl,
}


def _plain(letters: list[Letter]) -> list[Letter]:
    """Leave out the codes."""
    return [{**letter, "code": ""} for letter in letters]


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
            letters = job["letters"] if question["coded"] else _plain(job["letters"])
            began, used = perf_counter(), _processor_ms()
            try:
                parts = PEERS[name]({**job, "letters": letters}, question["out"])
                answer = {
                    "ms": (perf_counter() - began) * 1000,
                    "processor_ms": _processor_ms() - used,
                    "parts": parts,
                    "version": version(name),
                }
            except ImportError:
                answer = {"error": "not installed"}
            except Exception as error:  # noqa: BLE001 - how a peer fails is part of the measurement
                answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    answer_lines()
