"""What a query asks for, said in words: on the head of a printed list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from partydesk.domain.fields import Field
from partydesk.domain.listing import Query
from partydesk.domain.ranges import range_in_words

#: Conditions that no single field holds, as people call them.
CONDITION_TITLES: Mapping[str, str] = {
    "unbuilt": "应建未建",
    "fit_outside": "可入库",
    "term_due": "换届到期",
    "joint": "多家共建",
    "standardizing": "抓规范",
    "innovating": "抓创新",
}
LACKING = "未填"
#: So many words of a field are named.
_NAMED = 6
#: A search by a personal number must not put the number on paper.
_LONG_NUMBER = re.compile(r"\d{5,}[Xx]?")
_TAIL = 4


def query_in_words(query: Query, fields: Sequence[Field]) -> str:
    """Say what a list was made by; empty where it is the whole pool.

    Args:
        query: What is asked for.
        fields: The record's described fields.
    """
    return "；".join(_said(query, fields))


def _said(query: Query, fields: Sequence[Field]) -> Iterator[str]:
    if query.picked is not None:
        yield query.picked.title
    if query.text.strip():
        yield f"查找“{_masked(query.text.strip())}”"
    yield from (CONDITION_TITLES[name] for name in query.conditions)
    for field in fields:
        if words := query.filters.get(field.name):
            yield f"{field.label} {_listed(words)}"
        if wanted := query.ranges.get(field.name):
            yield f"{field.label} {range_in_words(wanted)}{_unit(field)}"
        if text := query.contains.get(field.name):
            yield f"{field.label}含“{_masked(text)}”"
    if query.include_retired and query.picked is None:
        yield "含停用的"


def _listed(words: Iterable[str]) -> str:
    named = [word or LACKING for word in words]
    more = f" 等 {len(named)} 项" if len(named) > _NAMED else ""
    return "、".join(named[:_NAMED]) + more


def _unit(field: Field) -> str:
    return f" {field.unit}" if field.unit else ""


def _masked(text: str) -> str:
    return _LONG_NUMBER.sub(lambda found: f"****{found[0][-_TAIL:]}", text)
