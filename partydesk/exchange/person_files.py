"""A person's form, or a folder of them, as a table: one row a person, headed by our own labels."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from partydesk.domain import bounds
from partydesk.domain.errors import EnvironmentProblem, InputRefused, Note, Reason
from partydesk.domain.fields import Field, fields_of
from partydesk.domain.progress import Progress, silent
from partydesk.domain.talents import Education, PoliticalStatus, Talent
from partydesk.domain.values.choices import word_of
from partydesk.exchange.formats import read_bytes, refuse
from partydesk.exchange.grid import Row
from partydesk.exchange.headers import Header
from partydesk.exchange.lrmx import Form, read_lrm, read_lrmx, rewritten
from partydesk.exchange.reader import Table
from partydesk.exchange.untrusted import PhotoRefusedError, check_photo

SUFFIXES = frozenset({".lrmx", ".lrm"})
#: Heading of the column that names the file; it fills no field.
FILE = "文件"
_LABELS: Mapping[str, Field] = {one.name: one for one in fields_of(Talent)}
#: Sheets bring no pictures, people's forms do.
PHOTO = replace(_LABELS["photo"], imported=True)
_COLUMNS = (
    "name", "sex", "citizen_number", "birth", "ethnicity", "political", "joined", "education",
    "school", "later_education", "later_school", "unit_post", "specialties", "ability", "resume",
    "note",
)  # fmt: skip
#: Nodes that are taken as they are.
_PLAIN = {
    "XingMing": "name",
    "XingBie": "sex",
    "ShenFenZheng": "citizen_number",
    "MinZu": "ethnicity",
    "QuanRiZhiJiaoYu_XueLi_BiYeYuanXiaoXi": "school",
    "ZaiZhiJiaoYu_XueLi_BiYeYuanXiaoXi": "later_school",
    "XianRenZhiWu": "unit_post",
    "JianLi": "resume",
}
_STUDIES = {"QuanRiZhiJiaoYu_XueLi": "education", "ZaiZhiJiaoYu_XueLi": "later_education"}
_APART = re.compile(r"[、，,；;/／（）()\s]+")
_DATE = re.compile(r"(\d{4})[.\-/年]?(\d{2})(?:[.\-/月]?(\d{2})日?|月?)(?!\d)")
#: A specialty is a word; what is longer is a description.
_LONGEST_WORD = 10


@dataclass(slots=True)
class _Person:
    """What one form says, in our words."""

    values: dict[str, str] = field(default_factory=dict)
    warnings: list[Reason] = field(default_factory=list)
    photo: bytes | None = None

    def tell(self, text: str) -> None:
        """Keep what no field holds in the note."""
        before = self.values.get("note")
        self.values["note"] = f"{before}；{text}" if before else text


def is_person_file(path: Path) -> bool:
    """Whether a file is a person's form, going by its name."""
    return path.suffix.lower() in SUFFIXES


def read_people(path: Path, progress: Progress = silent) -> Table:
    """Read a form, or all forms in a folder and below it, as a table.

    A form that cannot be read is a row that is refused; the others are read.

    Args:
        path: A .lrmx or .lrm, or a folder.
        progress: Told of every form.

    Returns:
        The table; where forms have photos it has a column of their digests, and their content.

    Raises:
        InputRefused: ``no_rows`` where a folder holds no forms, ``too_large`` where too many.
        EnvironmentProblem: The file or folder cannot be read.
        Cancelled: The user stopped it.
    """
    paths = list(_forms(path)) if path.is_dir() else [path]
    if not paths:
        message = f"文件夹“{path.name}”里没有任免审批表（.lrmx 或 .lrm）"
        raise refuse("no_rows", message, sheet=path.name)
    if len(paths) > bounds.FORMS:
        message = f"文件夹“{path.name}”里有 {len(paths)} 份任免审批表，太多；请分几个文件夹导入"
        raise refuse("too_large", message, sheet=path.name)
    rows: list[Row] = []
    sources: dict[int, str] = {}
    refusals: dict[int, Reason] = {}
    files: dict[str, bytes] = {}
    notes: list[Note] = []
    names: tuple[str, ...] = (*_COLUMNS, PHOTO.name)
    for number, one in enumerate(paths, 1):
        progress(number - 1, len(paths), "读取任免审批表")
        source = str(one.relative_to(path)) if path.is_dir() else one.name
        sources[number] = source
        try:
            person = _told(_form(one))
        except (InputRefused, EnvironmentProblem) as error:
            refusals[number] = _reason(error)
            rows.append(Row(number, (source,)))
            continue
        _keep_photo(person, files)
        notes += [Note(w.code, w.message, source, number) for w in person.warnings]
        rows.append(Row(number, (source, *(person.values.get(name) for name in names))))
    if not files:
        names = _COLUMNS
    headers = (FILE, *(_LABELS[name].label for name in names))
    return Table(
        sheet_name=path.name,
        header_row=0,
        headers=tuple(Header(label, index) for index, label in enumerate(headers)),
        rows=tuple(rows),
        ghost_rows=0,
        notes=tuple(notes),
        sources=sources,
        refusals=refusals,
        files=files,
    )


def _forms(folder: Path) -> Iterator[Path]:
    """List the forms in a folder and below it as people count: 2 before 10."""
    try:
        found = [path for path in folder.rglob("*") if is_person_file(path) and path.is_file()]
    except OSError as error:
        raise EnvironmentProblem(
            f"读不了文件夹“{folder.name}”，请检查是否还在、有无权限"
        ) from error
    yield from sorted(found, key=lambda path: _natural(str(path.relative_to(folder))))


def _natural(text: str) -> list[tuple[bool, int, str]]:
    return [
        (not part.isdigit(), int(part) if part.isdigit() else 0, part)
        for part in re.split(r"([0-9]+)", text)
    ]


def _reason(error: InputRefused | EnvironmentProblem) -> Reason:
    if isinstance(error, InputRefused):
        return Reason(error.notes[0].code, error.notes[0].message)
    return Reason("unreadable", error.message)


def _form(path: Path) -> Form:
    """Read one file by its ending; the photo of a .lrm lies beside it."""
    data = read_bytes(path)
    if path.suffix.lower() == ".lrmx":
        return read_lrmx(path.name, data)
    beside = next(
        (p for p in (path.with_suffix(".pic"), path.with_suffix(".PIC")) if p.exists()), None
    )
    return read_lrm(path.name, data, read_bytes(beside) if beside else None)


def _told(form: Form) -> _Person:
    """Say in our words what a form says in its own."""
    person = _Person(photo=form.photo)
    nodes = {tag: text.strip() for tag, text in form.nodes.items() if text.strip()}
    for tag, name in _PLAIN.items():
        if tag in nodes:
            person.values[name] = nodes[tag]
    if "ChuShengNianYue" in nodes:
        person.values["birth"] = _dated(nodes["ChuShengNianYue"]) or nodes["ChuShengNianYue"]
    _read_party(person, nodes.get("RuDangShiJian", ""), nodes.get("ZhengZhiMianMao", ""))
    for tag, name in _STUDIES.items():
        _read_study(person, name, nodes.get(tag, ""))
    _read_specialties(person, nodes.get("ShuXiZhuanYeYouHeZhuanChang", ""))
    if "ZhuanYeJiShuZhiWu" in nodes:
        person.tell(f"专业技术职务：{nodes['ZhuanYeJiShuZhiWu']}")
    return person


def _dated(text: str) -> str:
    """Write a date of six or eight digits as ours; empty where there is none."""
    found = _DATE.search(text)
    return "-".join(part for part in found.groups() if part) if found else ""


def _read_party(person: _Person, joined: str, status: str) -> None:
    """Read 入党时间, which may hold a date, the name of another party, or both."""
    date = _dated(joined)
    words = [word for word in _APART.split(_DATE.sub(" ", joined)) if word]
    named = [word_of(PoliticalStatus, word) for word in words]
    others = [one for one in named if one not in (None, PoliticalStatus.MEMBER)]
    unread = [word for word, meant in zip(words, named, strict=True) if meant is None]
    if date:
        probationary = PoliticalStatus.PROBATIONARY in others
        own = PoliticalStatus.PROBATIONARY if probationary else PoliticalStatus.MEMBER
        person.values |= {"joined": date, "political": own.value}
        for other in others:
            if other and other is not own:
                person.tell(f"同时为{other.value}")
    else:
        meant = next(
            (one for one in (*named, word_of(PoliticalStatus, status)) if one is not None), None
        )
        if meant:
            person.values["political"] = meant.value
    if unread:
        person.tell(f"入党时间栏写有：{joined}")
        message = f"入党时间栏“{joined[:30]}”没有全部读懂，原文记入备注"
        person.warnings.append(Reason("party_unread", message))


def _read_study(person: _Person, name: str, text: str) -> None:
    """Read an education; a word we do not know goes into the note."""
    if not text:
        return
    meant = word_of(Education, text)
    if meant is not None:
        person.values[name] = meant.value
        return
    label = _LABELS[name].label
    person.tell(f"{label}：{text}")
    person.warnings.append(
        Reason("education_unread", f"{label}“{text[:30]}”不在选项中，原文记入备注，请补选")
    )


def _read_specialties(person: _Person, text: str) -> None:
    """Read 熟悉专业有何专长: words, or a description."""
    words = [word for word in _APART.split(text) if word and word not in {"无", "暂无"}]
    if words and all(len(word) <= _LONGEST_WORD for word in words):
        person.values["specialties"] = "、".join(words)
    elif words:
        person.values["ability"] = text


def whose(name: str, data: bytes) -> tuple[str, str]:
    """Give the name and the citizen number in a form (.lrmx); empty for what is not there.

    Raises:
        InputRefused: The form cannot be read.
    """
    nodes = read_lrmx(name, data).nodes
    return nodes.get("XingMing", ""), nodes.get("ShenFenZheng", "")


def written_form(name: str, data: bytes, person: Talent) -> bytes:
    """Write what is known of a person into a copy of a form.

    Only nodes whose meaning differs from the record are changed; a blank of the record leaves the
    node as it is.

    Args:
        name: Name of the form, for messages.
        data: The form (.lrmx).
        person: The record.

    Raises:
        InputRefused: The form cannot be read.
    """
    told = _told(read_lrmx(name, data)).values
    nodes: dict[str, str] = {}
    for tag, field_name in {**_PLAIN, **_STUDIES}.items():
        value = getattr(person, field_name)
        text = "" if value is None else str(value)
        if text and text != told.get(field_name):
            nodes[tag] = text
    if person.birth and str(person.birth) != told.get("birth"):
        nodes["ChuShengNianYue"] = str(person.birth).replace("-", "")
    party = (person.political and person.political.value, person.joined and str(person.joined))
    if any(party) and party != (told.get("political"), told.get("joined")):
        nodes["RuDangShiJian"] = _party_node(person)
    words = "、".join(person.specialties)
    if words and words != told.get("specialties"):
        nodes["ShuXiZhuanYeYouHeZhuanChang"] = words
    return rewritten(name, data, nodes)


def _party_node(person: Talent) -> str:
    """Write 入党时间 as the form's editor does: a date, or the name of another party."""
    if person.joined and person.political is PoliticalStatus.PROBATIONARY:
        return f"{str(person.joined).replace('-', '')}（预备）"
    if person.joined:
        return str(person.joined).replace("-", "")
    return person.political.value if person.political else ""


def _keep_photo(person: _Person, files: dict[str, bytes]) -> None:
    """Take the photo along, unless it is none that can be kept."""
    photo = person.photo
    if photo is None:
        return
    try:
        check_photo(photo)
    except PhotoRefusedError as problem:
        message = f"照片{str(problem).partition('，')[0]}，没有导入"
        person.warnings.append(Reason("photo_left_out", message))
        return
    digest = hashlib.sha256(photo).hexdigest()
    files[digest] = photo
    person.values["photo"] = digest
