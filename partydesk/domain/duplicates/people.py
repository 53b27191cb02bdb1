"""When two people of the talent pool may be one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Protocol, cast

from partydesk.domain.check_characters import CITIZEN, lengthened, where_they_differ
from partydesk.domain.duplicates.names import are_similar, folded, person_key, unit_key
from partydesk.domain.duplicates.pairs import Certainty, Likeness, Rule
from partydesk.domain.duplicates.twins import Key, Twins
from partydesk.domain.partial_date import PartialDate
from partydesk.domain.pinyin import sort_key
from partydesk.domain.values import mask_number, mask_phone


class PersonRecord(Protocol):
    """The fields the rules look at."""

    name: str
    sex: str | None
    citizen_number: str | None
    birth: PartialDate | None
    joined: PartialDate | None
    phone: str | None
    unit_post: str | None


class Names(IntEnum):
    """How two names agree, the best first."""

    SAME = 1
    VARIANT = 2
    SIMILAR = 3
    OTHER = 4


class Births(IntEnum):
    """How two birth dates agree, the best first."""

    SAME_DAY = 1
    SAME_MONTH = 2
    UNKNOWN = 3
    DIFFERENT = 4


@dataclass(slots=True)  # not frozen: that costs half of the time of an import's comparison
class Person:
    """One person as the rules see it.

    Attributes:
        id: See :class:`partydesk.domain.duplicates.twins.Sketch`.
        name: As stored.
        plain: The name without spaces and dots.
        form: The form shared by all its spellings.
        number: 18 characters, or what was typed; empty for none.
        old: Whether the number came with 15 digits.
        right: Whether its check character is right.
        repairs: What a wrong number may have been meant for.
        birth: ISO text as long as what is known; from the number where nothing was typed.
        joined: ISO text of 入党时间.
        sex: 男, 女 or empty.
        phones: The numbers.
        unit: The unit within 单位及职务.
        unit_post: As stored.
        keys: The boxes.
        asks: Its name, where nothing else is known of the person.
        answers: Its name.
    """

    id: int
    name: str
    plain: str
    form: str
    number: str
    old: bool
    right: bool
    repairs: frozenset[str]
    birth: str
    joined: str
    sex: str
    phones: tuple[str, ...]
    unit: str
    unit_post: str
    keys: tuple[Key, ...]
    asks: tuple[Key, ...]
    answers: tuple[Key, ...]


_MONTH, _DAY = len("1970-07"), len("1970-07-07")


class PersonTwins(Twins[Person]):
    """Finds twins among people."""

    def __init__(self, regions: tuple[str, ...] = ()) -> None:
        """Begin with nobody; ``regions`` may stand before the names of units."""
        super().__init__()
        self._regions = regions

    def sketch(self, record: object, number: int) -> Person:
        """Bring a person into comparable form."""
        given = cast("PersonRecord", record)
        written = (given.citizen_number or "").strip().upper()
        code = lengthened(written)
        right = bool(code) and CITIZEN.is_right(code)
        birth = str(given.birth) if given.birth else ""
        if right and len(birth) < _DAY:
            birth = f"{code[6:10]}-{code[10:12]}-{code[12:14]}"
        form = person_key(given.name or "")
        phones = tuple(given.phone.split("、")) if given.phone else ()
        unit = unit_key(given.unit_post, self._regions) if given.unit_post else ""
        repairs = CITIZEN.repairs(code) if code and not right else frozenset[str]()
        keys = _keys(form, code, repairs, birth, phones, unit)
        return Person(
            number, given.name or "", folded(given.name or ""), form, code, code != written, right,
            repairs, birth, str(given.joined) if given.joined else "",
            str(given.sex) if given.sex else "", phones, unit, given.unit_post or "", keys,
            () if code or len(birth) >= _MONTH else ((form,),), ((form,),),
        )  # fmt: skip

    def judge(self, one: Person, two: Person) -> Likeness | None:
        """Ask the rules in turn, the surest first."""
        if one.form != two.form and _other_numbers(one, two):
            return None
        names = _names(one, two)
        for rule in _RULES:
            likeness = rule(one, two, names)
            if likeness is not None:
                return likeness
        # Of a common name some are born in the same month anyway; the commoner it is, the more.
        if self._is_common((one.form,)):
            return None
        return _rare_name_and_birth(one, two, names)

    def tells_apart(self, one: Person, two: Person) -> bool:
        """Whether both have a right citizen number, and not the same."""
        return _other_numbers(one, two)


def _keys(
    form: str, code: str, repairs: frozenset[str], birth: str, phones: tuple[str, ...], unit: str
) -> tuple[Key, ...]:
    """List the boxes of a person."""
    keys: list[Key] = [("number", number) for number in repairs]
    if code:
        keys.append(("number", code))
    keys.extend(("phone", phone) for phone in phones)
    keys.extend(("phone", phone, form) for phone in phones)
    if form and len(birth) >= _MONTH:
        keys.append(("birth", form, birth[:_MONTH]))
    if form and unit:
        keys.append(("unit", form, unit))
    return tuple(keys)


def _names(one: Person, two: Person) -> Names:
    """Compare two names."""
    if one.plain == two.plain:
        return Names.SAME
    if one.form == two.form:
        return Names.VARIANT
    if are_similar(one.form, two.form) or _sound(one.plain) == _sound(two.plain):
        return Names.SIMILAR
    return Names.OTHER


@lru_cache(maxsize=20_000)
def _sound(name: str) -> str:
    return sort_key(name, person=True)


def _births(one: Person, two: Person) -> Births:
    """Compare two birth dates as far as each is known."""
    mine, theirs = one.birth, two.birth
    known = min(len(mine), len(theirs))
    if known == 0:
        return Births.UNKNOWN
    if mine[:known] != theirs[:known]:
        return Births.DIFFERENT
    if known >= _DAY:
        return Births.SAME_DAY
    return Births.SAME_MONTH if known >= _MONTH else Births.UNKNOWN


def _other_numbers(one: Person, two: Person) -> bool:
    return one.right and two.right and one.number != two.number


def _other_sexes(one: Person, two: Person) -> bool:
    return bool(one.sex and two.sex and one.sex != two.sex)


def _shared_phone(one: Person, two: Person) -> str:
    return next((phone for phone in one.phones if phone in two.phones), "")


def _called(one: Person, two: Person) -> str:
    """Name both."""
    return f"“{one.name}”" if one.name == two.name else f"“{one.name}”与“{two.name}”"


def _same_number(one: Person, two: Person, names: Names) -> Likeness | None:
    if not one.number or one.number != two.number:
        return None
    how = "（其中一个是 15 位旧号码，升为 18 位后相同）" if one.old != two.old else ""
    sure = names <= Names.VARIANT and one.right
    return Likeness(
        Rule.SAME_NUMBER,
        Certainty.EXACT if sure else Certainty.LIKELY,
        f"公民身份号码都是 {mask_number(one.number)}{how}，姓名{_called(one, two)}",
    )


def _number_slip(one: Person, two: Person, names: Names) -> Likeness | None:
    wrong, right = (one, two) if two.number in one.repairs else (two, one)
    if not right.number or right.number not in wrong.repairs:
        return None
    same_day = _births(one, two) is Births.SAME_DAY
    if names is Names.OTHER and not (same_day and _shared_phone(one, two)):
        return None
    where = where_they_differ(wrong.number, right.number)
    return Likeness(
        Rule.NUMBER_SLIP,
        Certainty.LIKELY,
        f"公民身份号码 {mask_number(wrong.number)} 校验不符，{where}改正后与"
        f" {mask_number(right.number)} 相同，姓名{_called(one, two)}",
    )


def _name_and_birth(one: Person, two: Person, names: Names) -> Likeness | None:
    if names > Names.VARIANT:
        return None
    births = _births(one, two)
    if births > Births.SAME_MONTH:
        return None
    sign = _further_sign(one, two)
    if not sign and _are_strangers(one, two, births):
        return None
    against = _against(one, two)
    words = f"{_called(one, two)}出生日期{_both(one.birth, two.birth)}"
    words += f"，{sign}" if sign else ""
    words += f"，但{against}，请核对" if against else ""
    if names is Names.VARIANT:
        return Likeness(Rule.NAME_VARIANT, Certainty.POSSIBLE, f"姓名写法不同：{words}")
    if against or not (births is Births.SAME_DAY or sign):
        return Likeness(Rule.NAME_BIRTH, Certainty.POSSIBLE, words)
    sure = births is Births.SAME_DAY and bool(_shared_phone(one, two))
    return Likeness(Rule.NAME_BIRTH, Certainty.EXACT if sure else Certainty.LIKELY, words)


def _name_and_phone(one: Person, two: Person, names: Names) -> Likeness | None:
    phone = _shared_phone(one, two)
    if not phone or names is Names.OTHER:
        return None
    other_birth = _births(one, two) is Births.DIFFERENT
    against = _against(one, two) or ("出生日期不同" if other_birth else "")
    words = f"{_called(one, two)}手机号码都是 {mask_phone(phone)}"
    words += f"，但{against}，请核对" if against else ""
    if names is Names.SIMILAR:
        # Brothers and sisters share a telephone and a syllable; only what says nothing else stays.
        return None if against else Likeness(Rule.SIMILAR_NAME, Certainty.POSSIBLE, words)
    if names is Names.VARIANT:
        return Likeness(Rule.NAME_VARIANT, Certainty.POSSIBLE, f"姓名写法不同：{words}")
    return Likeness(Rule.PHONE, Certainty.POSSIBLE if against else Certainty.LIKELY, words)


def _name_and_unit(one: Person, two: Person, names: Names) -> Likeness | None:
    same = one.unit and one.unit == two.unit
    if not same or names > Names.VARIANT:
        return None
    if _speaks_against(one, two) or _births(one, two) is Births.DIFFERENT:
        return None
    words = f"{_called(one, two)}单位{_both(one.unit_post, two.unit_post)}"
    if names is Names.VARIANT:
        return Likeness(Rule.NAME_VARIANT, Certainty.POSSIBLE, f"姓名写法不同：{words}")
    return Likeness(Rule.NAME_UNIT, Certainty.LIKELY, words)


def _name_alone(one: Person, two: Person, names: Names) -> Likeness | None:
    """Two of one name where one says nothing else that could tell them apart."""
    if names is not Names.SAME or _speaks_against(one, two):
        return None
    bare = (each for each in (one, two) if not each.number and len(each.birth) < _MONTH)
    told_apart = (one.phones and two.phones) or _other_units(one, two)
    if not any(bare) or told_apart or _births(one, two) is Births.DIFFERENT:
        return None
    words = f"{_called(one, two)}同名，其中一条没有公民身份号码和出生日期"
    return Likeness(Rule.SAME_NAME, Certainty.POSSIBLE, words)


def _rare_name_and_birth(one: Person, two: Person, names: Names) -> Likeness | None:
    """Two of one name and birth where one has no number and the units differ: people move."""
    numbered = one.number and two.number
    if names is not Names.SAME or numbered or _other_sexes(one, two):
        return None
    if _births(one, two) > Births.SAME_MONTH or _joined_years_apart(one, two):
        return None
    words = f"{_called(one, two)}出生日期{_both(one.birth, two.birth)}"
    words += "，单位不同，其中一条没有公民身份号码，请核对"
    return Likeness(Rule.SAME_NAME, Certainty.POSSIBLE, words)


_RULES: tuple[Callable[[Person, Person, Names], Likeness | None], ...] = (
    _same_number,
    _number_slip,
    _name_and_birth,
    _name_and_phone,
    _name_and_unit,
    _name_alone,
)


def _against(one: Person, two: Person) -> str:
    """Say what speaks against their being one; empty for nothing."""
    if _other_numbers(one, two):
        return f"公民身份号码不同（{mask_number(one.number)} 与 {mask_number(two.number)}）"
    return f"性别不同（{one.sex}、{two.sex}）" if _other_sexes(one, two) else ""


def _further_sign(one: Person, two: Person) -> str:
    """Say what else agrees; empty for nothing."""
    if phone := _shared_phone(one, two):
        return f"手机号码都是 {mask_phone(phone)}"
    if one.unit and one.unit == two.unit:
        return f"单位都是“{one.unit}”"
    if one.joined and two.joined and _agree(one.joined, two.joined):
        return f"入党时间{_both(one.joined, two.joined)}"
    return ""


def _are_strangers(one: Person, two: Person, births: Births) -> bool:
    """Whether name and birth agree by chance: everything else that is known says so."""
    if _other_numbers(one, two):
        return True
    if births is Births.SAME_MONTH:
        return _other_sexes(one, two) or _other_units(one, two)
    strange = _joined_years_apart(one, two)
    return bool(strange and one.phones and two.phones and _other_units(one, two))


def _joined_years_apart(one: Person, two: Person) -> bool:
    # Between joining and becoming a full member lies a year: papers give the one or the other.
    return bool(one.joined and two.joined and abs(int(one.joined[:4]) - int(two.joined[:4])) > 1)


def _speaks_against(one: Person, two: Person) -> bool:
    return _other_numbers(one, two) or _other_sexes(one, two)


def _agree(mine: str, theirs: str) -> bool:
    return mine.startswith(theirs) or theirs.startswith(mine)


def _other_units(one: Person, two: Person) -> bool:
    return bool(one.unit and two.unit and one.unit != two.unit)


def _both(mine: str, theirs: str) -> str:
    """Write the values of both, once if they are the same."""
    return f"都是 {mine}" if mine == theirs else f"为 {mine} 与 {theirs}"
