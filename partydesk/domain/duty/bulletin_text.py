"""The words of a bulletin, from its figures: what there is is told, the rest is passed over.

Levels are written as official documents have them (GB/T 9704-2012, 7.3.3): 一、（一）1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from partydesk.domain.duty.bulletin import HALF, BulletinFigures, DutyFigures, PersonFigures
from partydesk.domain.duty.bulletin_tables import amount_words, mean_words, rate_words
from partydesk.domain.duty.outcomes import Outcome
from partydesk.domain.numbering import chinese_numeral, paper_date

#: So many people are named in the text; the annex names all.
_NAMED: Final = 6
#: Lists of shortcomings are no longer than this.
_TOLD: Final = 5

Section = tuple[str, list[str]]


def body_of(figures: BulletinFigures) -> str:
    """Write the text, one paragraph a line; sections without content are left out."""
    sections: list[Section] = [
        ("总体情况", _overview(figures)),
        ("主要做法和成效", _numbered(_done(figures))),
        ("存在问题", _numbered([words for words, _ in _problems(figures)])),
        ("下步要求", _numbered(_demands(figures))),
    ]
    paragraphs = [_opening(figures)]
    told = [section for section in sections if section[1]]
    for number, (title, texts) in enumerate(told, start=1):
        paragraphs += [f"{chinese_numeral(number)}、{title}", *texts]
    return "\n".join(paragraphs)


def _numbered(texts: Sequence[str]) -> list[str]:
    return [f"（{chinese_numeral(number)}）{text}" for number, text in enumerate(texts, start=1)]


def _opening(f: BulletinFigures) -> str:
    period = f"{f.year}年{f.period}" if f.through == HALF else f"{f.year}年度"
    return (
        f"按照每月上报、半年通报和双向督查制度，根据月报、工作台账和督查记录，"
        f"对{period}驻企党建工作情况作了汇总，现通报如下。"
    )


# -- 一、总体情况 -----------------------------------------------------------------------------


def _overview(f: BulletinFigures) -> list[str]:
    people = len(f.persons)
    texts = [
        f"{f.period}，先后有{people}名同志在{f.units}家企业驻企工作。{_days(f)}{_looked_in(f)}"
    ]
    if f.expected:
        texts.append(_reports(f))
    if f.lines:
        texts.append(_ledger(f))
    return texts


def _days(f: BulletinFigures) -> str:
    if not f.days:
        return ""
    if len(f.persons) == 1:
        return f"累计到岗{f.days}天。"
    return f"累计到岗{f.days}天，人均{mean_words(f.days, len(f.persons))}天。"


def _looked_in(f: BulletinFigures) -> str:
    seen = sum(person.inspected for person in f.persons)
    if not f.inspections or not seen:
        return ""
    return f"开展督查和听取企业意见{f.inspections}次，涉及{seen}人。"


def _reports(f: BulletinFigures) -> str:
    if f.received == f.expected:
        told = f"应报月报{f.expected}份，全部报来"
    elif f.received:
        rate = rate_words(f.received, f.expected)
        told = f"应报月报{f.expected}份，收到{f.received}份，上报率{rate}，未报{f.missing}份"
    else:
        return f"应报月报{f.expected}份，均未报来。"
    if f.late == f.received:
        return f"{told}，均为迟报。"
    if f.late:
        return f"{told}；收到的月报中迟报{f.late}份。"
    return f"{told}，都按时报来。" if f.received == f.expected else f"{told}；收到的均为按时上报。"


def _ledger(f: BulletinFigures) -> str:
    duties = "、".join(f"{duty.duty}{duty.lines}条" for duty in f.duties if duty.lines)
    text = f"共登记工作台账{f.lines}条，其中{duties}。"
    if sum(1 for duty in f.duties if duty.lines) == 1:
        text = f"共登记工作台账{f.lines}条，都属于{next(d.duty for d in f.duties if d.lines)}。"
    return f"{text}计入成效的有：{counts_words(f.counts)}。" if f.counts else text


def counts_words(counts: Mapping[Outcome, Decimal]) -> str:
    """Write outcomes with their measure words, such as 新建党组织3个、争取资金12.5万元."""
    return "、".join(
        f"{outcome.value}{amount_words(counts[outcome])}{outcome.unit}"
        for outcome in Outcome
        if counts.get(outcome)
    )


# -- 二、主要做法和成效 -----------------------------------------------------------------------


def _done(f: BulletinFigures) -> list[str]:
    return [_duty(duty) for duty in f.duties if duty.lines]


def _duty(duty: DutyFigures) -> str:
    text = f"{duty.duty}。登记工作{duty.lines}条"
    text += f"，{counts_words(duty.counts)}。" if duty.counts else "。"
    told = [f"{each.who}{_joined(each.content, each.result)}" for each in duty.examples]
    return f"{text}其中，{'；'.join(told)}。" if told else text


def _joined(content: str, result: str) -> str:
    return f"{content}，{result}" if result and result not in content else content


# -- 三、存在问题 -----------------------------------------------------------------------------


def _problems(f: BulletinFigures) -> list[tuple[str, str]]:
    """Say what is wrong, each with what is asked for in return."""
    looks: tuple[Callable[[BulletinFigures], tuple[str, str] | None], ...] = (
        _incomplete,
        _thin,
        _short,
        _idle,
        _unmended,
        _not_inspected,
    )
    return [found for look in looks if (found := look(f)) is not None]


def _incomplete(f: BulletinFigures) -> tuple[str, str] | None:
    parts = []
    missing = [person for person in f.persons if person.missing]
    late = [person for person in f.persons if person.late]
    if missing:
        parts.append(f"未报的有：{_with_months(missing, lambda p: p.missing, f)}")
    if late:
        parts.append(f"迟报的有：{_with_months(late, lambda p: p.late, f)}")
    if not parts:
        return None
    asked = "没有报的月报要尽快补报，" if missing else ""
    title = {
        (True, True): "月报未报、迟报",
        (True, False): "月报未报",
        (False, True): "月报迟报",
    }[bool(missing), bool(late)]
    return (
        f"有的同志{title}。{'。'.join(parts)}。",
        f"落实每月上报制度。{asked}今后每月按时上报上月工作，确有困难的提前说明。",
    )


def _with_months(
    people: Sequence[PersonFigures],
    months: Callable[[PersonFigures], Sequence[int]],
    f: BulletinFigures,
) -> str:
    told = [f"{person.who}{_all_or_some(months(person), person, f)}" for person in people[:_NAMED]]
    more = f"等{len(people)}人" if len(people) > _NAMED else ""
    return "；".join(told) + more


def _all_or_some(months: Sequence[int], person: PersonFigures, f: BulletinFigures) -> str:
    if len(months) == person.expected == f.through:
        return f"{f.period}各月"
    return "、".join(f"{month}月" for month in months)


def _named(people: Sequence[PersonFigures]) -> str:
    told = "、".join(person.who for person in people[:_NAMED])
    return told + (f"等{len(people)}人" if len(people) > _NAMED else "")


def _thin(f: BulletinFigures) -> tuple[str, str] | None:
    people = [person for person in f.persons if person.thin]
    if not people:
        return None
    told = _with_months(people, lambda person: person.thin, f)
    return (
        f"有的月报内容单薄。没有登记台账、情况也写得过于简单的有：{told}。",
        "写实月报和台账。月报要写清做了什么、办成了什么、有什么困难，每项工作都要登记台账。",
    )


def _short(f: BulletinFigures) -> tuple[str, str] | None:
    people = [person for person in f.persons if person.short]
    if not people:
        return None
    told = _with_months(people, lambda person: person.short, f)
    return (
        f"有的同志到岗天数不足。没有达到每月规定天数的有：{told}。",
        "保证驻企时间。到岗天数不足的要安排时间补上，因事因病不能到岗的要履行请假手续。",
    )


def _idle(f: BulletinFigures) -> tuple[str, str] | None:
    idle = [duty.duty for duty in f.duties if not duty.lines]
    if not idle or not f.lines:
        return None
    words = "、".join(f"“{duty}”" for duty in idle)
    several = f"{len(idle)}项职责都" if len(idle) > 1 else "这项职责"
    return (
        f"有的职责抓得不够。{f.period}{words}{several}没有登记工作。",
        f"全面履行职责。对照年度工作进度安排，抓紧推进{words}方面的工作。",
    )


def _unmended(f: BulletinFigures) -> tuple[str, str] | None:
    if not f.overdue:
        return None
    told = "；".join(
        f"{each.who}“{each.problem.rstrip('。；，')}”（限{paper_date(each.due_on)}）"
        for each in f.overdue[:_TOLD]
    )
    more = f"等{len(f.overdue)}个问题" if len(f.overdue) > _TOLD else ""
    return (
        f"有的督查问题没有按期整改。到期还没有销号的有：{told}{more}。",
        "抓好问题整改。对督查发现的问题逐项整改销号，整改情况及时报来。",
    )


def _not_inspected(f: BulletinFigures) -> tuple[str, str] | None:
    people = [person for person in f.persons if not person.inspected]
    if not people:
        return None
    if len(people) == len(f.persons):
        told = f"{f.period}没有登记对驻企人员的督查。"
    else:
        told = f"{f.period}还没有督查过的有：{_named(people)}。"
    return (
        f"双向督查没有全覆盖。{told}",
        "加强双向督查。有关党组织要到企业走访了解，听取企业对驻企人员的意见，做到人人督查到。",
    )


# -- 四、下步要求 -----------------------------------------------------------------------------


def _demands(f: BulletinFigures) -> list[str]:
    return list(_asked(f))


def _asked(f: BulletinFigures) -> Iterator[str]:
    """What mends the problems, and what is asked of everybody."""
    yield from (asked for _, asked in _problems(f))
    if f.through == HALF:
        yield (
            "抓好下半年工作。各驻企人员要对照年度工作进度安排，逐项检查、查漏补缺；"
            "各基层党组织要加强日常管理和工作保障，帮助解决实际困难。"
        )
    else:
        yield (
            "做好年末考核和来年工作。各驻企人员要认真总结全年工作，提前谋划来年安排；"
            "各基层党组织要加强日常管理和工作保障，帮助解决实际困难。"
        )
