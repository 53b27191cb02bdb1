"""When two units of the register may be one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, cast

from partydesk.domain.check_characters import CREDIT, where_they_differ
from partydesk.domain.duplicates.names import are_similar, company_core, folded
from partydesk.domain.duplicates.pairs import Certainty, Likeness, Rule
from partydesk.domain.duplicates.twins import Key, Twins
from partydesk.domain.values import mask_phone


class UnitRecord(Protocol):
    """The fields the rules look at."""

    name: str
    credit_code: str | None
    township: str | None
    legal_person: str | None
    phone: str | None


@dataclass(slots=True)  # not frozen: see Person
class Unit:
    """One unit as the rules see it.

    Attributes:
        id: See :class:`partydesk.domain.duplicates.twins.Sketch`.
        name: As stored.
        plain: The whole name without spaces and brackets.
        core: The name without places and without its ending.
        form: The sort of its ending: ``company``, ``cooperative`` or empty.
        code: Credit code in capitals; empty for none.
        right: Whether its check character is right.
        repairs: What a wrong code may have been meant for.
        township: 苏木乡镇.
        owner: 法定代表人.
        phones: The numbers.
        keys: The boxes.
        asks: Nothing; no unit is looked for by less than its core.
        answers: Nothing.
    """

    id: int
    name: str
    plain: str
    core: str
    form: str
    code: str
    right: bool
    repairs: frozenset[str]
    township: str
    owner: str
    phones: tuple[str, ...]
    keys: tuple[Key, ...]
    asks: tuple[Key, ...] = ()
    answers: tuple[Key, ...] = ()


class UnitTwins(Twins[Unit]):
    """Finds twins among units."""

    def __init__(self, regions: tuple[str, ...] = ()) -> None:
        """Begin with nothing; ``regions`` may stand before the names."""
        super().__init__()
        self._regions = regions

    def sketch(self, record: object, number: int) -> Unit:
        """Bring a unit into comparable form."""
        given = cast("UnitRecord", record)
        name, township, owner, phone = (
            given.name or "", given.township or "", given.legal_person or "", given.phone or ""
        )  # fmt: skip
        code = (given.credit_code or "").strip().upper()
        right = bool(code) and CREDIT.is_right(code)
        repairs = CREDIT.repairs(code) if code and not right else frozenset[str]()
        core, form = company_core(name, self._regions)
        owner = folded(owner) if owner else ""
        phones = tuple(phone.split("、")) if phone else ()
        keys: list[Key] = [("code", each) for each in repairs]
        keys += [("code", code)] if code else []
        keys += [("core", core)] if core else []
        keys += [("phone", each) for each in phones]
        keys += [("owner", owner, township)] if owner else []
        return Unit(
            number, name, folded(name), core, form, code, right, repairs, township, owner, phones,
            tuple(keys),
        )  # fmt: skip

    def judge(self, one: Unit, two: Unit) -> Likeness | None:
        """Ask the rules in turn, the surest first."""
        for rule in _RULES:
            likeness = rule(one, two)
            if likeness is not None:
                return likeness
        return None

    def tells_apart(self, one: Unit, two: Unit) -> bool:
        """Whether both have a right credit code, or both say what they are, and not the same."""
        return _other_codes(one, two) or _other_forms(one, two)


def _other_codes(one: Unit, two: Unit) -> bool:
    return one.right and two.right and one.code != two.code


def _other_forms(one: Unit, two: Unit) -> bool:
    """Whether both say what they are, and not the same; 公司 and 合作社 of one owner are two."""
    return bool(one.form and two.form and one.form != two.form)


def _other_places(one: Unit, two: Unit) -> bool:
    return bool(one.township and two.township and one.township != two.township)


def _called(one: Unit, two: Unit) -> str:
    return f"“{one.name}”" if one.name == two.name else f"“{one.name}”与“{two.name}”"


def _same_code(one: Unit, two: Unit) -> Likeness | None:
    if not one.code or one.code != two.code:
        return None
    akin = one.core == two.core or are_similar(one.core, two.core)
    return Likeness(
        Rule.SAME_NUMBER,
        Certainty.EXACT if akin and one.right else Certainty.LIKELY,
        f"统一社会信用代码都是 {one.code}，名称{_called(one, two)}",
    )


def _code_slip(one: Unit, two: Unit) -> Likeness | None:
    wrong, right = (one, two) if two.code in one.repairs else (two, one)
    if not right.code or right.code not in wrong.repairs:
        return None
    akin = one.core == two.core or are_similar(one.core, two.core)
    where = where_they_differ(wrong.code, right.code)
    return Likeness(
        Rule.NUMBER_SLIP,
        Certainty.LIKELY if akin else Certainty.POSSIBLE,
        f"统一社会信用代码 {wrong.code} 校验不符，{where}改正后与 {right.code} 相同，"
        f"名称{_called(one, two)}",
    )


def _same_name(one: Unit, two: Unit) -> Likeness | None:
    """Compare names; a registry gives a whole name only once (《企业名称登记管理规定》第十七条)."""
    if one.core != two.core or _other_forms(one, two):
        return None
    against = _against(one, two)
    words = f"名称{_called(one, two)}"
    words += "" if one.plain == two.plain else "，去掉地名和组织形式后相同"
    words += f"，但{against}，请核对" if against else ""
    if against:
        return Likeness(Rule.SAME_NAME, Certainty.POSSIBLE, words)
    whole = one.plain == two.plain and bool(one.form) and not (one.code and two.code)
    return Likeness(Rule.SAME_NAME, Certainty.EXACT if whole else Certainty.LIKELY, words)


def _against(one: Unit, two: Unit) -> str:
    """Say what speaks against their being one; empty for nothing."""
    if _other_codes(one, two):
        return f"统一社会信用代码不同（{one.code} 与 {two.code}）"
    if _other_places(one, two):
        return f"苏木乡镇不同（{one.township} 与 {two.township}）"
    return ""


def _similar_name(one: Unit, two: Unit) -> Likeness | None:
    """Similar names with the same telephone or the same legal person in the same place."""
    if _other_codes(one, two) or _other_forms(one, two) or not are_similar(one.core, two.core):
        return None
    phone = next((phone for phone in one.phones if phone in two.phones), "")
    if phone:
        sign = f"联系电话都是 {mask_phone(phone)}"
    elif one.owner and one.owner == two.owner and not _other_places(one, two):
        sign = "法定代表人相同"
    else:
        return None
    return Likeness(Rule.SIMILAR_NAME, Certainty.POSSIBLE, f"名称相近：{_called(one, two)}，{sign}")


_RULES: tuple[Callable[[Unit, Unit], Likeness | None], ...] = (
    _same_code,
    _code_slip,
    _same_name,
    _similar_name,
)
