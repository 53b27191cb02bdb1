"""A thousand letters side by side with bare reportlab and with what else prints letters.

Job: letters of appointment on A4 with title, four lines of text, number, organ and day, as one PDF.
The floor is reportlab's canvas drawing the same lines in the same fonts where it is told to,
without breaking a line, looking for a missing character or justifying. In each round every
contestant runs once, so that a slow moment of the machine hits all of them alike. Names are counted
in the text of each file: a character that a contestant loses is a name that is not found. With
codes, every letter carries the same text as a QR code at the same level of correction; the peers
make theirs with segno and put them in as pictures, the floor has the program's own symbols and puts
them in as pictures, too. docxtpl fills a template of the very letter, with its frame, fonts and
underlined words; the other peers draw its text alone.
"""

from __future__ import annotations

import datetime as dt
import resource
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple

import pypdfium2
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from bench._peer_process import Peers
from partydesk.domain.appointments import Letter
from partydesk.domain.genuineness import write_claim, write_code
from partydesk.reports.layout_reading import load_layout
from partydesk.reports.qr import symbol_of
from partydesk.reports.render import render_batch
from partydesk.resources import resource_path
from partydesk.services.resting_collector import resting_collector

LETTERS = 1_000
GROWTH = (100, 1_000, 10_000)
ROUNDS = 3
PEERS = ("fpdf2", "pymupdf", "weasyprint", "docxtpl")
SLOW = frozenset({"docxtpl", "pymupdf", "weasyprint"})
"""Run once only."""
FLOOR = "bare reportlab"
CODED = ", with codes"
RARE = "燚玥犇堃喆彧芃㛃䶮𬭚𫖯𠮷𨭎𪚥"
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁"
_GIVEN = "伟芳娜敏静秀丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰建国志海燕晓东雪梅春生"
_TOWNSHIPS = ("新惠镇", "四家子镇", "长胜镇", "贝子府镇", "四道湾子镇")
_FIRST = "敖汉塔林惠丰牧原巴彦哈达锡林乌兰查干红山老哈通达兴隆盛泰金源绿野沃土天骄鸿雁草原"
_ORGAN = "中共塔林旗非公有制经济组织和社会组织工作委员会"
_NOW = dt.datetime(2026, 3, 28, tzinfo=dt.UTC)
_FONTS = ("LXGWWenKai-Regular", "NotoSerifSC-Regular", "NotoSerifSC-Bold")


def draw(count: int, seed: int = 1) -> list[Letter]:
    """Draw letters for invented people; one in fifty has a rare character in the name."""
    random = Random(seed)
    pick = random.choice
    letters = []
    for number in range(1, count + 1):
        given = pick(RARE) if number % 50 == 0 else pick(_GIVEN) + pick(_GIVEN)
        unit = (
            "塔林旗" + pick(_TOWNSHIPS) + "".join(pick(_FIRST) for _ in range(4)) + "有限责任公司"
        )
        letters.append(
            Letter(
                number=f"旗非公委任〔2026〕{number}号",
                person=pick(_SURNAMES) + given,
                enterprise=unit,
                role="党建指导员",
                term_from=dt.date(2026, 4, 1),
                term_to=dt.date(2028, 3, 31),
                organ=_ORGAN,
                issued_on=dt.date(2026, 3, 28),
            )
        )
    return letters


def coded(letters: Sequence[Letter], seed: int = 2) -> list[Letter]:
    """Give letters codes of the usual length; the signatures are invented."""
    random, key = Random(seed), bytes(32)
    return [
        replace(
            letter,
            code=write_code(
                write_claim(
                    key,
                    kind="letters",
                    number=letter.number,
                    person=letter.person,
                    issued_on=letter.issued_on,
                ),
                random.randbytes(64),
            ),
        )
        for letter in letters
    ]


def lines_of(letter: Letter) -> list[str]:
    """Cut the body of a letter into the lines that bare drawing is told."""
    text = (
        f"　　经{letter.organ}研究，委任你为{letter.enterprise}{letter.role}，"
        "任期自2026年4月1日至2028年3月31日。望你履行六项职责，推动党建与发展同步，不负组织重托。"
    )
    return [text[place : place + 21] for place in range(0, len(text), 21)]


def text_of(letter: Letter) -> tuple[str, str, str]:
    """Give the first paragraph of a letter: before the unit, the unit, and behind it."""
    behind = f"{letter.role}，任期自2026年4月1日至2028年3月31日。"
    return f"经{letter.organ}研究，委任你为", letter.enterprise, behind


def bare(letters: Sequence[Letter]) -> bytes:
    """Draw the lines with reportlab's canvas and nothing else; codes where there are some."""
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=(595.3, 841.9), pageCompression=1, invariant=1)
    kai, song, bold = (f"bare-{name}" for name in _FONTS)
    for letter in letters:
        canvas.setFont(song, 12)
        canvas.drawRightString(513, 760, letter.number)
        canvas.setFont(bold, 46)
        canvas.drawCentredString(297, 690, "委 任 书")
        canvas.setFont(kai, 20)
        for place, line in enumerate([letter.person + "同志：", *lines_of(letter)]):
            canvas.drawString(88, 570 - 43 * place, line)
        canvas.setFont(kai, 16)
        for place, line in enumerate((letter.organ[:14], letter.organ[14:], "2026年3月28日")):
            canvas.drawCentredString(400, 240 - 29 * place, line)
        if letter.code:
            canvas.drawImage(ImageReader(picture_of(letter.code)), 79, 82, 71, 71)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def picture_of(code: str) -> Image.Image:
    """Make a code's symbol as a picture of a dot for each module, without its light margin."""
    symbol = symbol_of(code)
    width = -(-symbol.side // 8) * 8
    bits = Image.frombytes("1", (width, symbol.side), bytes.fromhex(symbol.rows))
    return bits.crop((0, 0, symbol.side, symbol.side)).convert("L")


def ours(letters: Sequence[Letter]) -> bytes:
    """Print as the program does, with everything it looks at first."""
    with resting_collector():
        return render_batch(load_layout("letter"), letters, created=_NOW).pdf


class Span(NamedTuple):
    """Milliseconds of one run: on the clock, and of the processor."""

    clock: float
    processor: float


def timed(work: Callable[[], bytes]) -> tuple[Span, bytes]:
    """Run once; the time and the file."""
    began, used = perf_counter(), process_time()
    pdf = work()
    return Span((perf_counter() - began) * 1000, (process_time() - used) * 1000), pdf


def found_names(pdf: bytes, letters: Sequence[Letter]) -> int:
    """Count the letters whose page has its whole name in its text."""
    document = pypdfium2.PdfDocument(pdf)
    texts = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    return sum(letter.person in text for letter, text in zip(letters, texts, strict=False))


class Contest:
    """The runs of all contestants so far, by their names."""

    def __init__(self) -> None:
        """Begin without any."""
        self.times: dict[str, list[Span]] = {}
        self.files: dict[str, bytes] = {}
        self.parts: dict[str, dict[str, float]] = {}
        self.errors: dict[str, str] = {}

    def run_own(self, letters: Sequence[Letter], turn: int) -> None:
        """Run what runs in this process.

        Codes are drawn anew for each turn, so that no symbol is remembered from the turn before.
        """
        own: dict[str, Callable[[], bytes]] = {
            FLOOR: partial(bare, letters),
            f"{FLOOR}{CODED}": partial(bare, coded(letters, seed=1002 + turn)),
            "partydesk": partial(ours, letters),
            f"partydesk{CODED}": partial(ours, coded(letters, seed=2 + turn)),
        }
        for name, work in own.items():
            span, self.files[name] = timed(work)
            self.times.setdefault(name, []).append(span)

    def run_peer(self, peers: Peers, peer: str, out: Path, *, with_codes: bool) -> None:
        """Run one peer, unless it failed before."""
        name = peer + CODED * with_codes
        if name in self.errors:
            return
        answer = peers.ask({"run": peer, "out": str(out), "coded": with_codes})
        if "error" in answer:
            self.errors[name] = answer["error"]
            return
        name = f"{peer} {answer['version']}" + CODED * with_codes
        self.times.setdefault(name, []).append(Span(answer["ms"], answer["processor_ms"]))
        self.parts[name] = answer["parts"]
        self.files[name] = out.read_bytes()

    def tell(self, letters: Sequence[Letter]) -> None:
        """Print medians and ratios, first the processor's, which other work disturbs least."""
        floor = Span(*(median(spans) for spans in zip(*self.times[FLOOR], strict=True)))
        for name, runs in self.times.items():
            clock, processor = (median(spans) for spans in zip(*runs, strict=True))
            print(
                f"  {name:26} {processor:8.0f} ms {processor / floor.processor:6.2f}x"
                f"   on the clock {clock:8.0f} ms {clock / floor.clock:6.2f}x"
                f"  {len(self.files[name]) / 1e6:5.2f} MB"
                f"  names {found_names(self.files[name], letters)}/{len(letters)}"
            )
            for part, ms in self.parts.get(name, {}).items():
                print(f"    {part:24} {'':23} on the clock {ms:8.0f} ms {ms / floor.clock:6.2f}x")
        for name, error in self.errors.items():
            print(f"  {name:26} {error}")


def compare() -> None:
    """Print all contestants on the same letters, without codes and with them."""
    letters = draw(LETTERS)
    job = [
        {
            "number": letter.number,
            "person": letter.person,
            "body": lines_of(letter),
            "text": text_of(letter),
            "organ": [letter.organ[:14], letter.organ[14:]],
            "day": "2026年3月28日",
            "code": letter.code,
        }
        for letter in coded(letters)
    ]
    contest = Contest()
    font = str(resource_path("fonts", f"{_FONTS[0]}.ttf"))
    with Peers("_peers_letters.py") as peers, tempfile.TemporaryDirectory() as folder:
        peers.ask({"load": {"letters": job, "font": font}})
        for turn in range(ROUNDS):
            contest.run_own(letters, turn)
            for peer in PEERS:
                if turn and peer in SLOW:
                    continue
                for with_codes in (False, True):
                    out = Path(folder) / f"{peer}.pdf"
                    contest.run_peer(peers, peer, out, with_codes=with_codes)
    print(f"{LETTERS} letters, median of {ROUNDS} interleaved runs: processor, and to the floor")
    contest.tell(letters)


def growth() -> None:
    """Print how time and memory grow with the number of letters."""
    print("growth, with codes")
    for count in GROWTH:
        span, pdf = timed(partial(ours, coded(draw(count), seed=count)))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"  {count:7} letters {span.processor:9.0f} ms of the processor"
            f"  {span.processor / count:6.2f} ms each  {len(pdf) / 1e6:6.2f} MB"
            f"  peak memory so far {peak:.0f} MB"
        )


def main() -> None:
    """Measure everything."""
    # Fonts are read before the clock runs, as they are for the second batch of a day.
    warm = draw(60)
    ours(coded(warm))
    # First, so that the memory is that of printing alone.
    growth()
    for name in _FONTS:
        font = TTFont(f"bare-{name}", str(resource_path("fonts", f"{name}.ttf")))
        # Of two fonts whose faces have one name, reportlab draws with the first only.
        font.face.name += b"-bare"
        pdfmetrics.registerFont(font)
    bare(coded(warm))
    compare()


if __name__ == "__main__":
    main()
