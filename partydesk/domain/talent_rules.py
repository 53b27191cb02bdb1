"""What a person's citizen number says, and where a record contradicts itself."""

from __future__ import annotations

import dataclasses

from partydesk.domain.errors import Reason
from partydesk.domain.partial_date import PartialDate
from partydesk.domain.talents import Talent
from partydesk.domain.values import birth_of_number, sex_of_number

#: 年满十八岁 (Constitution of the Party, article 1).
_JOINING_AGE = 18


def completed(talent: Talent) -> Talent:
    """Fill the birth date and the sex from the citizen number where nothing was typed.

    Source: GB 11643-1999, digits 7–14 and 17. Nothing else is derived from the number.
    """
    if not talent.citizen_number or (talent.birth and talent.sex):
        return talent
    return dataclasses.replace(
        talent,
        birth=talent.birth or birth_of_number(talent.citizen_number),
        sex=talent.sex or sex_of_number(talent.citizen_number),
    )


def contradictions(talent: Talent) -> dict[str, Reason]:
    """Name the fields that contradict each other; the typed values stay.

    Returns:
        Field name → a sentence that shows both values.
    """
    found: dict[str, Reason] = {}
    if talent.citizen_number:
        birth, sex = birth_of_number(talent.citizen_number), sex_of_number(talent.citizen_number)
        if talent.birth and not talent.birth.agrees_with(birth):
            message = f"出生日期 {talent.birth} 与公民身份号码中的 {birth} 不一致，请核对"
            found["birth"] = Reason("birth_contradicts", message)
        if talent.sex and talent.sex is not sex:
            message = f"性别“{talent.sex}”与公民身份号码所示“{sex}”不一致，请核对"
            found["sex"] = Reason("sex_contradicts", message)
    if talent.birth and talent.joined and _latest_age(talent.birth, talent.joined) < _JOINING_AGE:
        message = f"入党时间 {talent.joined} 时不满 18 岁（出生 {talent.birth}），请核对"
        found["joined"] = Reason("joined_too_young", message)
    return found


def _latest_age(birth: PartialDate, joined: PartialDate) -> int:
    """The highest age at joining that both dates allow: what is not known is no contradiction."""
    return birth.age_on(joined.last_day())
