"""Certificates that a person is handed: letters of engagement, of honour and of training.

What a 聘书 carries (post, term, organ, date) follows the textbooks of official writing; for the
other two no standard was found, so they say what such certificates commonly say.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from partydesk.domain.errors import ValidationFailed
from partydesk.domain.fields import Kind, describe


class CertificateKind(StrEnum):
    """Which certificate it is."""

    ENGAGEMENT = "聘书"
    HONOUR = "荣誉证书"
    TRAINING = "培训证书"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What every certificate says, frozen at the moment it is issued.

    Attributes:
        number: Written in full.
        person: Name in the exact characters of the person's papers.
        unit: Where the person works; None where it is not said.
        organ: Full name of the committee on that day.
        issued_on: Date of the document.
        code: Verification code; empty before it is issued.
        head: The head of the journal at that moment, as it is printed.
    """

    number: str
    person: str
    unit: str | None
    organ: str
    issued_on: dt.date
    code: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement(Certificate):
    """聘书."""

    role: str = describe(
        "聘任职务", Kind.TEXT, required=True, wide=True, hint="如：旗非公党建工作特约指导员"
    )
    term_from: dt.date = describe("聘期起", Kind.DATE, required=True)
    term_to: dt.date = describe("聘期止", Kind.DATE, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Honour(Certificate):
    """荣誉证书."""

    merit: str = describe(
        "事由", Kind.TEXT, required=True, wide=True, hint="接在“在”字后面，如：2026年度派驻工作"
    )
    title: str = describe(
        "荣誉称号", Kind.TEXT, required=True, wide=True, hint="如：优秀党建指导员"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Training(Certificate):
    """培训证书."""

    course: str = describe(
        "培训班", Kind.TEXT, required=True, wide=True, hint="如：2026年党建指导员岗前培训班"
    )
    held_from: dt.date = describe("开始日期", Kind.DATE, required=True)
    held_to: dt.date = describe("结束日期", Kind.DATE, required=True)
    hours: int = describe("学时", Kind.INTEGER, required=True)
    result: str = describe("结论", Kind.TEXT, required=True, hint="如：考核合格")


#: Kind → what it says.
CERTIFICATES: Final[Mapping[CertificateKind, type[Certificate]]] = {
    CertificateKind.ENGAGEMENT: Engagement,
    CertificateKind.HONOUR: Honour,
    CertificateKind.TRAINING: Training,
}
#: Kind → the two days that must follow each other.
_PERIODS: Final = {
    CertificateKind.ENGAGEMENT: ("term_from", "term_to"),
    CertificateKind.TRAINING: ("held_from", "held_to"),
}


def check_period(kind: CertificateKind, values: Mapping[str, object]) -> None:
    """Refuse a period that ends before it begins.

    Raises:
        ValidationFailed: The last day comes before the first.
    """
    if kind not in _PERIODS:
        return
    first, last = (values[name] for name in _PERIODS[kind])
    if isinstance(first, dt.date) and isinstance(last, dt.date) and last < first:
        raise ValidationFailed({_PERIODS[kind][1]: "不能早于开始的那一天"})


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is to have a certificate.

    Attributes:
        name: As it is printed.
        unit: Where the person works; None where it is not said.
        talent_id: 记录号 in the talent pool; None for somebody who is not in it.
    """

    name: str
    unit: str | None = None
    talent_id: int | None = None


def read_holders(text: str, pool: Sequence[Holder]) -> tuple[Holder, ...]:
    """Read a list of people, one a line: name, then the unit behind a comma, a tab or a space.

    What a sheet has besides is passed over: a head that says 姓名, and numbers before the names.
    A person of the pool is recognized by the name where nobody else there has it, else by name and
    unit together.

    Args:
        text: As typed or pasted from a sheet.
        pool: The people of the pool who may be meant.

    Raises:
        ValidationFailed: Nobody is named, somebody twice, or a name fits several people; the lines
            are given.
    """
    holders: list[Holder] = []
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        name, unit = _parts(_NUMBERED.sub("", line))
        if not name or name in _HEADS:
            continue
        namesakes = [each for each in pool if each.name == name]
        several = len(namesakes) > 1
        meant = [each for each in namesakes if not several or each.unit == unit]
        if several and len(meant) != 1:
            units = "、".join(each.unit or "没有填单位" for each in namesakes)
            faults.append(
                f"第 {number} 行：库里有 {len(namesakes)} 位{name}（{units}），请照样写上单位"
            )
            continue
        talent_id = meant[0].talent_id if meant else None
        holder = Holder(name, unit or (meant[0].unit if meant else None), talent_id)
        if holder in holders:
            faults.append(f"第 {number} 行：{name}前面已经写过")
        holders.append(holder)
    if not holders and not faults:
        faults.append("还没有写姓名，请每行写一人，如：苏和，塔林旗委组织部")
    if faults:
        raise ValidationFailed({"holders": "；".join(faults)})
    return tuple(holders)


#: A number before a name: a cell of its own, or written as in 1. or （1）; or alone in its line.
_NUMBERED: Final = re.compile(r"^\s*(?:[（(]?\d+[）)．.、,，\t\s]+|\d+$)|^\s*序号[,，\t\s]+")
#: What stands over the names in a sheet.
_HEADS: Final = frozenset({"姓名", "序号"})


def _parts(line: str) -> tuple[str, str | None]:
    """Cut a line into name and unit at the first comma, tab or space; names may hold a dot."""
    for place, char in enumerate(line.strip()):
        if char in "，,、\t 　":
            unit = line.strip()[place + 1 :].strip(" ，,、\t　")
            return line.strip()[:place], unit or None
    return line.strip(), None
