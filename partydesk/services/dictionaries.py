"""Editable dictionaries: townships, villages, specialties and the other words of the place."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import ColumnElement, Text, select, type_coerce
from sqlalchemy.orm import Session

from partydesk.db.base import Base
from partydesk.db.models import EnterpriseRow, OrganizationRow, PostRow, TalentRow, WordRow
from partydesk.domain.divisions import short_division_name
from partydesk.domain.enterprises import Enterprise
from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.domain.fields import fields_of
from partydesk.domain.organizations import Organization
from partydesk.domain.selection import Post
from partydesk.domain.talents import Talent
from partydesk.domain.values import place_of_region
from partydesk.resources import resource_path

if TYPE_CHECKING:
    from partydesk.domain.changes import Changes
    from partydesk.services.workspace import Workspace

TITLES = {
    "township": "苏木乡镇",
    "village": "嘎查村",
    "specialty": "专长",
    "language": "语言",
    "committee": "基层党委",
    "mass_organization": "群团组织",
    "branch_class": "支部分类",
    "standard": "规范化建设项目",
    "influence": "社会影响",
    "tag": "标签",
    "duty": "驻企职责",
    "ethnicity": "民族",
    "talent_source": "人员来源",
    "industry": "行业门类",
    "requirement": "必备条件",
    "warning": "任职提醒",
    "consulted": "沟通对象",
    "grade": "考核等次",
    "notice_days": "提醒天数",
}


#: Words that the rules of the program know by name: who needs the unit's consent, and so on.
_FIXED = frozenset({"talent_source", "industry", "requirement", "warning", "consulted"})
#: The shipped divisions are those below this region.
_REGION = "内蒙古自治区"


@dataclass(frozen=True, slots=True)
class Division:
    """One administrative division as shipped."""

    code: str
    name: str
    parent: str
    level: str


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a dictionary."""

    id: int
    word: str
    parent: str
    code: str | None
    retired: bool


@cache
def divisions() -> tuple[Division, ...]:
    """Read the shipped divisions of Inner Mongolia (statistics of 2023)."""
    path = resource_path("dictionaries", "divisions-150000.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(Division(**row) for row in csv.DictReader(file))


@cache
def _by_code() -> dict[str, Division]:
    """Find a shipped division by its code."""
    return {division.code: division for division in divisions()}


def list_banners() -> tuple[Division, ...]:
    """List the counties and banners that a workspace can belong to."""
    return tuple(d for d in divisions() if d.level == "county")


def parents_of(division_code: str | None) -> tuple[str, ...]:
    """Name the region and the city above a banner, as addresses begin with them."""
    banner = _by_code().get(division_code or "")
    city = _by_code().get(banner.parent) if banner is not None else None
    return (_REGION, city.name) if city is not None else (_REGION,)


def place_of_code(code: str) -> str:
    """Name the place that a six-digit division code stands for, such as 赤峰市敖汉旗.

    Returns:
        City and county within the region, province and county elsewhere; empty for no such code.
    """
    found = _by_code().get(code)
    if found is None:
        return place_of_region(code)
    above = _by_code().get(found.parent)
    return f"{above.name}{found.name}" if above else found.name


def seed_dictionaries(banner: str, division_code: str | None) -> list[object]:
    """Make the rows of a new workspace's dictionaries.

    Args:
        banner: Name of the banner, cut from the official names of its townships.
        division_code: Six digits, or None to leave townships to the user.

    Raises:
        ValidationFailed: No division of Inner Mongolia has this code.
    """
    rows: list[object] = [
        WordRow(dictionary=name, word=word, parent="", position=place)
        for name, words in _first_words().items()
        for place, word in enumerate(words)
    ]
    if division_code is not None:
        rows.extend(_division_words(banner, division_code))
    return rows


def _first_words() -> dict[str, list[str]]:
    """The shipped first words."""
    text = resource_path("dictionaries", "words.json").read_text(encoding="utf-8")
    words: dict[str, list[str]] = json.loads(text)
    return words


def _division_words(banner: str, code: str) -> list[WordRow]:
    """Townships of the banner and the villages below them."""
    if all(banner.code != code for banner in list_banners()):
        message = f"行政区划代码 {code} 不是内蒙古的旗县区代码（如敖汉旗 150430）"
        raise ValidationFailed({"division_code": message})
    townships = [d for d in divisions() if d.parent == code]
    short = {d.code: short_division_name(d.name, banner) for d in townships}
    rows = [
        WordRow(dictionary="township", word=short[d.code], code=d.code, parent="", position=place)
        for place, d in enumerate(townships)
    ]
    seen = set()
    for place, village in enumerate(d for d in divisions() if d.parent in short):
        key = (short[village.parent], short_division_name(village.name, banner))
        if key not in seen:
            seen.add(key)
            rows.append(
                WordRow(
                    dictionary="village",
                    parent=key[0],
                    word=key[1],
                    code=village.code,
                    position=place,
                )
            )
    return rows


def words_in(session: Session, dictionary: str, parent: str | None = None) -> tuple[str, ...]:
    """List the words on offer, in their order.

    Args:
        session: Open session.
        dictionary: Name of the dictionary.
        parent: Only words below this one; None for all.
    """
    statement = (
        select(WordRow.word)
        .where(WordRow.dictionary == dictionary, WordRow.retired.is_(False))
        .order_by(WordRow.position, WordRow.id)
    )
    if parent is not None:
        statement = statement.where(WordRow.parent == parent)
    return tuple(dict.fromkeys(session.scalars(statement)))


def words_below(session: Session, dictionary: str) -> dict[str, tuple[str, ...]]:
    """List the words on offer by the word they belong to, in one question to the database."""
    statement = (
        select(WordRow.parent, WordRow.word)
        .where(WordRow.dictionary == dictionary, WordRow.retired.is_(False))
        .order_by(WordRow.position, WordRow.id)
    )
    found: dict[str, list[str]] = {}
    for parent, word in session.execute(statement):
        found.setdefault(parent, []).append(word)
    return {parent: tuple(words) for parent, words in found.items()}


def list_words(
    workspace: Workspace, dictionary: str, parent: str | None = None
) -> tuple[Word, ...]:
    """List a dictionary with its retired words, for editing."""
    statement = (
        select(WordRow)
        .where(WordRow.dictionary == dictionary)
        .order_by(WordRow.position, WordRow.id)
    )
    if parent is not None:
        statement = statement.where(WordRow.parent == parent)
    with workspace.reading() as session:
        return tuple(
            Word(row.id, row.word, row.parent, row.code, row.retired)
            for row in session.scalars(statement)
        )


def learn_words(
    session: Session, dictionary: str, words: tuple[str, ...], parent: str = ""
) -> None:
    """Add words that people used and the dictionary did not have; nothing is committed."""
    session.add_all(new_words(session, dictionary, words, parent))


def new_words(
    session: Session, dictionary: str, words: tuple[str, ...], parent: str = ""
) -> list[WordRow]:
    """Make the rows of words that people used and the dictionary does not have, complete."""
    known = set(
        session.scalars(
            select(WordRow.word).where(WordRow.dictionary == dictionary, WordRow.parent == parent)
        )
    )
    new = [word for word in dict.fromkeys(words) if word not in known]
    return [
        WordRow(dictionary=dictionary, word=word, parent=parent, position=place, retired=False)
        for place, word in enumerate(new, len(known) + 1)
    ]


def add_word(workspace: Workspace, dictionary: str, word: str, parent: str = "") -> Changes:
    """Add a word to a dictionary.

    Raises:
        ValidationFailed: The word is empty or stands there already, or the list is fixed.
    """
    word = word.strip()
    if not word:
        raise ValidationFailed({"word": "请填写词条"})
    _refuse_fixed(dictionary)
    with workspace.unit_of_work("add_word", f"{TITLES[dictionary]}增加“{word}”") as uow:
        rows = uow.session.scalars(
            select(WordRow).where(WordRow.dictionary == dictionary, WordRow.parent == parent)
        ).all()
        if any(row.word == word for row in rows):
            raise ValidationFailed({"word": f"“{word}”已在{TITLES[dictionary]}中"})
        uow.session.add(
            WordRow(dictionary=dictionary, word=word, parent=parent, position=len(rows) + 1)
        )
        return uow.commit()


def rename_word(workspace: Workspace, word_id: int, word: str) -> Changes:
    """Rename a word in the dictionary and in every record that uses it.

    Raises:
        ValidationFailed: The new word is empty or stands there already, or the list is fixed.
        NotFound: There is no such word.
    """
    word = word.strip()
    if not word:
        raise ValidationFailed({"word": "请填写词条"})
    with workspace.unit_of_work("rename_word", "更名词条") as uow:
        row = uow.session.get(WordRow, word_id)
        if row is None:
            raise NotFound("没有这个词条")
        _refuse_fixed(row.dictionary)
        twin = select(WordRow.id).where(
            WordRow.dictionary == row.dictionary, WordRow.parent == row.parent,
            WordRow.word == word, WordRow.id != word_id,
        )  # fmt: skip
        if uow.session.scalar(twin) is not None:
            raise ValidationFailed({"word": f"“{word}”已在{TITLES[row.dictionary]}中"})
        uow.relabel(f"{TITLES[row.dictionary]}“{row.word}”更名为“{word}”")
        _rename_in_records(uow.session, row, word)
        row.word = word
        return uow.commit()


def retire_word(workspace: Workspace, word_id: int, *, retired: bool = True) -> Changes:
    """Stop offering a word, or offer it again; records keep it.

    Raises:
        ValidationFailed: The list is fixed.
        NotFound: There is no such word.
    """
    with workspace.unit_of_work("retire_word", "停用词条") as uow:
        row = uow.session.get(WordRow, word_id)
        if row is None:
            raise NotFound("没有这个词条")
        _refuse_fixed(row.dictionary)
        act = "停用" if retired else "恢复"
        uow.relabel(f"{act}{TITLES[row.dictionary]}“{row.word}”")
        row.retired = retired
        return uow.commit()


def _refuse_fixed(dictionary: str) -> None:
    """Refuse to change a list whose words the rules know.

    Raises:
        ValidationFailed: The list is fixed.
    """
    if dictionary in _FIXED:
        message = f"{TITLES[dictionary]}是固定词条，规则按它判断，不能增减或更名"
        raise ValidationFailed({"word": message})


def _rename_in_records(session: Session, row: WordRow, word: str) -> None:
    """Carry a new name into the records, and to the words below a renamed township."""
    old = row.word
    if row.dictionary == "township":
        below = select(WordRow).where(WordRow.dictionary == "village", WordRow.parent == old)
        for village in session.scalars(below):
            village.parent = word
    for model, column, several in _USES.get(row.dictionary, ()):
        statement = select(model).where(_may_hold(getattr(model, column), old, several=several))
        if row.dictionary == "village":
            # Villages of different townships share names (东村); only this one is renamed.
            statement = statement.where(EnterpriseRow.township == (row.parent or None))
        for record in session.scalars(statement):
            value = getattr(record, column)
            if several and old in value:
                words = dict.fromkeys(word if w == old else w for w in value)
                setattr(record, column, tuple(words))
            elif not several and value == old:
                setattr(record, column, word)


def _may_hold(column: Any, word: str, *, several: bool) -> ColumnElement[bool]:  # noqa: ANN401
    """Records that may use a word: only these are read."""
    if not several:
        return cast("ColumnElement[bool]", column == word)
    stored = json.dumps(word, ensure_ascii=False)
    return type_coerce(column, Text).contains(stored, autoescape=True)


def rename_everywhere(session: Session, dictionary: str, old: str, new: str) -> None:
    """Rename a word without a parent, and in every record that uses it; nothing is committed.

    Where the new word stands in the dictionary already, the old one is no longer offered.
    """
    rows = {
        row.word: row
        for row in session.scalars(
            select(WordRow).where(
                WordRow.dictionary == dictionary,
                WordRow.parent == "",
                WordRow.word.in_((old, new)),
            )
        )
    }
    if old not in rows:
        learn_words(session, dictionary, (new,))
        return
    _rename_in_records(session, rows[old], new)
    if new in rows:
        rows[old].retired = True
        rows[new].retired = False
    else:
        rows[old].word = new


def _uses() -> dict[str, list[tuple[type[Base], str, bool]]]:
    """Dictionary → the columns that hold its words, read from the records' descriptions."""
    uses: dict[str, list[tuple[type[Base], str, bool]]] = {}
    for record, model in _RECORDS:
        for field in fields_of(record):
            if field.dictionary:
                uses.setdefault(field.dictionary, []).append((model, field.name, field.several))
    return uses


_RECORDS: tuple[tuple[type, type[Base]], ...] = (
    (Talent, TalentRow),
    (Enterprise, EnterpriseRow),
    (Organization, OrganizationRow),
    (Post, PostRow),
)
_USES = _uses()
