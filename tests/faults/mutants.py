"""Spoils small real files in a seeded way and gives them to whatever reads such files.

``python -m tests.faults.mutants FIRST COUNT`` tries the mutants FIRST, FIRST + 1, … in a process of
its own (a fault in a library's own code would end it) and prints what became of them as JSON. A
mutant is its number: ``tried`` makes the same file again.
"""

from __future__ import annotations

import contextlib
import faulthandler
import io
import json
import random
import sys
import tempfile
import time
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from openpyxl import Workbook as Book
from sqlalchemy import text

from partydesk.domain.errors import PartydeskError
from partydesk.domain.matching import parse_problem, solve
from partydesk.exchange.preview import preview_table
from partydesk.reports.picture import read_picture
from partydesk.services.code_reading import read_picture_file
from partydesk.services.history import undo
from partydesk.services.imports import PHOTO_HEADING, apply_import, plan_import, write_template
from partydesk.services.keyring import new_keyring, read_keyring, write_keyring
from partydesk.services.layout_drafts import look_at, open_draft
from partydesk.services.layout_files import export_layout, import_layout
from partydesk.services.layout_samples import Sample
from partydesk.services.photos import Cut, cut_photo, prepare_photo
from partydesk.services.signing_keys import (
    make_certificate,
    read_certificate_file,
    write_certificate,
)
from partydesk.services.workspace import NewWorkspace, Workspace, create_workspace
from tests.exchange.files_to_read import GOOD, ods_bytes, xls_bytes
from tests.exchange.test_person_files import PERSON, lrmx
from tests.factories import BANNER, DIVISION, YEAR, StandingClock
from tests.hostile_files import jpeg_bytes

#: A reader that takes longer hangs.
MOST_S: Final = 5.0
#: After so long the process gives up and says where it stands.
_STUCK_S: Final = 60
_ROWS: Final = (
    ("姓名", "性别", "出生日期", "公民身份号码", "手机号码", "专长", "备注"),
    ("苏和", "男", "1970-07-07", GOOD, "13800138000", "农牧技术、法律", "=1+1"),
    ("王　芳", "女", "1974.7", "150430197407071420", "13900139000", "", "长" * 40),
    ("敖敦其其格", "女", "一九八六年", "", "", "财务", ""),
)
_ODD: Final = (
    b"\x00", b"\xff\xff\xff\xff", b"-1", b"99999999999999999999", b"1e999", b"NaN", b"\xed\xa0\x80",
    b"<!DOCTYPE a>", b"&x;", b"]]>", b'"', b"'", b"{", b"[[[[", b"../", b"\xe2\x80\xae",
    b"\xf0\xa0\xae\xb7", b"\r", b"\n\n", b",", b"\t", b"true", b"null", b"=cmd|' /C calc'!A0",
)  # fmt: skip
Seeds = Mapping[str, bytes]
Reader = Callable[["Desk", Path], None]


@dataclass
class Report:
    """What became of the mutants.

    Attributes:
        read: Ending → how many were read, spoilt as they were.
        refused: Ending → how many were refused.
        faults: What was no refusal: number of the mutant and what happened.
        slowest: Seconds of the slowest, and its number.
    """

    read: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[int, str]] = field(default_factory=list)
    slowest: tuple[float, int] = (0.0, -1)


class Desk:
    """A workspace that files are read into, and how many people are in it."""

    def __init__(self, workspace: Workspace) -> None:
        """Begin with what is there."""
        self.workspace = workspace

    @property
    def people(self) -> int:
        """How many people are stored."""
        with self.workspace.reading() as session:
            return session.scalar(text("SELECT count(*) FROM talents")) or 0


def _read_table(desk: Desk, path: Path) -> None:
    """Look at a sheet, then import its good rows, all of them or none, and take it back."""
    with contextlib.suppress(PartydeskError):
        preview_table(path, known=_ROWS[0])
    _import(desk, path, None)


def _read_form(desk: Desk, path: Path) -> None:
    """Import a form with its photo."""
    _import(desk, path, {PHOTO_HEADING: "photo"})


def _import(desk: Desk, path: Path, mapping: Mapping[str, str] | None) -> None:
    before = desk.people
    try:
        plan = plan_import(desk.workspace, "talents", path, mapping=mapping)
        result = apply_import(desk.workspace, plan, good_rows=True)
    except PartydeskError:
        assert desk.people == before, "a refused file left people behind"
        raise
    assert desk.people == before + result.created, "imported in part"
    if result.action is not None:
        undo(desk.workspace, result.action)
        assert desk.people == before


def _read_layout(desk: Desk, path: Path) -> None:
    """Take a layout in, and draw it if it was taken."""
    saved = import_layout(desk.workspace, path)
    draft = open_draft(desk.workspace, saved.name)
    look_at(draft, draft.values, Sample.LONGEST)


def _read_photo(_desk: Desk, path: Path) -> None:
    with contextlib.suppress(PartydeskError):  # there is no code in it
        read_picture_file(path)
    with contextlib.suppress(PartydeskError):
        read_picture(path.read_bytes())
    cut_photo(prepare_photo(path), Cut(0, 0, 100))


def _read_problem(_desk: Desk, path: Path) -> None:
    with contextlib.suppress(ValueError):
        solve(parse_problem(json.loads(path.read_text(encoding="utf-8", errors="replace"))))


def _read_keys(_desk: Desk, path: Path) -> None:
    read_keyring(path)


def _read_certificate(_desk: Desk, path: Path) -> None:
    read_certificate_file(path)


#: Ending of a seed → who reads it.
READERS: Final[Mapping[str, Reader]] = {
    **dict.fromkeys((".xlsx", ".xls", ".ods", ".csv", ".txt"), _read_table),
    **dict.fromkeys((".lrmx", ".lrm"), _read_form),
    **dict.fromkeys((".layout.json", ".layout.zip"), _read_layout),
    **dict.fromkeys((".jpg", ".png"), _read_photo),
    ".problem.json": _read_problem,
    ".keys": _read_keys,
    ".certificate.json": _read_certificate,
}


def make_seeds(workspace: Workspace, folder: Path) -> Seeds:
    """Make the small real files, most of them by the program itself."""
    book = Book()
    for row in _ROWS:
        book.worksheets[0].append(list(row))
    book.save(folder / "a.xlsx")
    write_template("talents", folder / "template.xlsx", workspace)
    table = "\n".join(",".join(row) for row in _ROWS)
    layouts = export_layout(workspace, "letter", folder / "letter").read_bytes()
    png = io.BytesIO()
    from PIL import Image  # noqa: PLC0415 - only the seeds need it

    Image.open(io.BytesIO(jpeg_bytes(90, 120))).save(png, "PNG")
    keys = write_keyring(folder / "k", new_keyring("1" * 32, bytes(16)), bytes(32))
    assert keys.mac
    problem = {
        "posts": [{"id": "P1", "wishes": [["T1"], ["T2"]]}, {"id": "P2", "wishes": "any"}],
        "talents": [{"id": "T1", "capacity": 2, "wishes": [["P1", "P2"]]},
                    {"id": "T2", "capacity": 1, "wishes": "any"}],
        "locked": [["P2", "T1"]], "forbidden": [["P1", "T2"]], "favour": "posts", "goal": "most",
    }  # fmt: skip
    lines = ['"苏和"', '"男"', '"197007"', *['"文字"'] * 5, '"大学#学士@硕士#"', '"大学@党校"']
    return {
        ".xlsx": (folder / "a.xlsx").read_bytes(),
        "2.xlsx": (folder / "template.xlsx").read_bytes(),
        ".xls": xls_bytes(),
        ".ods": ods_bytes(_ROWS),
        ".csv": table.encode("utf-8-sig"),
        ".txt": table.replace(",", "\t").encode("gb18030"),
        ".lrmx": lrmx(PERSON | {"ZhaoPian": _base64(jpeg_bytes(60, 84))}),
        ".lrm": ",".join([*lines, *['"其他"'] * 20]).encode("gb18030"),
        ".layout.json": layouts,
        ".layout.zip": _zipped({"layout.json": layouts}),
        ".jpg": jpeg_bytes(90, 120),
        ".png": png.getvalue(),
        ".problem.json": json.dumps(problem).encode(),
        ".keys": (folder / "k").read_bytes(),
        ".certificate.json": write_certificate(make_certificate(workspace)).encode(),
    }


def _base64(content: bytes) -> str:
    import base64  # noqa: PLC0415 - only the seeds need it

    return base64.b64encode(content).decode()


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    held = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # doubled names are meant
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in parts.items():
                packed.writestr(name, content)
    return held.getvalue()


def mutant(number: int, seeds: Seeds) -> tuple[str, bytes]:
    """Spoil one of the seeds; the same number gives the same file."""
    draw = random.Random(number)
    name = draw.choice(list(seeds))
    content = seeds[name]
    # Bytes spoilt in a package mostly hit the packing; what it holds is reached by repacking it.
    if content.startswith(b"PK") and draw.random() < 0.7:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = {part: packed.read(part) for part in packed.namelist()}
        chosen = draw.choice(list(parts))
        parts[chosen] = _spoilt(parts[chosen], draw)
        content = _zipped(parts)
    else:
        content = _spoilt(content, draw)
    return f".{name.partition('.')[2]}", content


def _spoilt(content: bytes, draw: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(draw.choice((1, 1, 1, 2, 4, 16))):
        place = draw.randrange(len(data) + 1)
        length = draw.choice((1, 1, 2, 4, 16, 64, 400))
        kind = draw.randrange(7)
        if kind == 0:
            data[place : place + length] = draw.randbytes(length)
        elif kind == 1:
            del data[place : place + length]
        elif kind == 2:
            data[place:place] = draw.choice(_ODD) * draw.choice((1, 1, 3, 200))
        elif kind == 3:
            data[place:place] = data[place : place + length] * draw.choice((1, 2, 50))
        elif kind == 4 and place < len(data):
            data[place] ^= 1 << draw.randrange(8)
        elif kind == 5:
            other = draw.randrange(len(data) + 1)
            data[place : place + length] = data[other : other + length]
        elif draw.random() < 0.2:
            del data[place:]
    return bytes(data)


def tried(numbers: range, seeds: Seeds, desk: Desk, folder: Path) -> Report:
    """Give mutants to their readers."""
    report = Report()
    for number in numbers:
        ending, content = mutant(number, seeds)
        path = folder / f"mutant{ending}"
        path.write_bytes(content)
        faulthandler.dump_traceback_later(_STUCK_S, exit=True)
        began = time.perf_counter()
        try:
            READERS[ending](desk, path)
            report.read[ending] += 1
        except PartydeskError as error:
            report.refused[ending] += 1
            if not _is_for_people(error):
                report.faults.append((number, f"{ending}: refused without words: {error}"))
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            report.faults.append((number, f"{ending}: {type(error).__name__}: {error}"[:300]))
        took = time.perf_counter() - began
        report.slowest = max(report.slowest, (took, number))
        if took > MOST_S:
            report.faults.append((number, f"{ending}: took {took:.1f} s"))
        faulthandler.cancel_dump_traceback_later()
        path.unlink()
    return report


def _is_for_people(error: PartydeskError) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in error.message)


@contextlib.contextmanager
def prepared() -> Iterator[tuple[Seeds, Desk, Path]]:
    """Make the seeds and a desk to read them into."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        wish = NewWorkspace(name=BANNER, division_code=DIVISION, year=YEAR)
        with create_workspace(folder / "desk", wish, clock=StandingClock()) as workspace:
            yield make_seeds(workspace, folder), Desk(workspace), folder


def main() -> None:
    """Try the mutants that were asked for."""
    first, count = map(int, sys.argv[1:3])
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - Linux has it

        resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30, 4 * 2**30))
    with prepared() as (seeds, desk, folder):
        report = tried(range(first, first + count), seeds, desk, folder)
        left = sorted(path.name for path in (folder / "desk").iterdir())
        with desk.workspace.reading() as session:
            sound = session.scalar(text("PRAGMA integrity_check"))
    print(json.dumps({**vars(report), "left": left, "sound": sound}, ensure_ascii=False))


if __name__ == "__main__":
    main()
