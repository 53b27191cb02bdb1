"""Names of files by a rule, such as ``{编号}-{姓名}``: legal everywhere, and no two the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from partydesk.domain.errors import ValidationFailed

#: Placeholder as people write it → as the command line does.
PLACEHOLDERS: Final[Mapping[str, str]] = {"编号": "number", "姓名": "person", "序号": "place"}
USUAL_RULE: Final = "{编号}-{姓名}"
_ENDING: Final = ".pdf"
_PLACE: Final = re.compile(r"\{([^{}]*)\}")
#: What Windows does not take in a name, with control characters.
_ILLEGAL: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
#: Names of devices in Windows, with or without an ending.
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", re.IGNORECASE)
#: A path may have 260 characters in Windows; the folder needs some of them.
_LONGEST: Final = 120


def file_names(rule: str, documents: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Name a file for each document.

    Args:
        rule: Text with placeholders; an ending ``.pdf`` may be left out.
        documents: Person and number of each, in order.

    Returns:
        A legal name for each; equal ones are numbered （2）, （3） … in their order.

    Raises:
        ValidationFailed: The rule has an unknown placeholder or a brace too many, or gives no name.
    """
    pattern = rule.strip()
    if pattern.lower().endswith(_ENDING):
        pattern = pattern[: -len(_ENDING)]
    _check(pattern)
    digits = len(str(len(documents)))
    plain = [
        legal_name(_filled(pattern, person, number, str(place).zfill(digits)))
        for place, (person, number) in enumerate(documents, 1)
    ]
    return tuple(_told_apart(plain))


def sheet_names(names: Sequence[str]) -> tuple[str, ...]:
    """Name a sheet for each of some people: legal names without an ending, no two the same."""
    told = _told_apart([legal_name(name) for name in names])
    return tuple(name.removesuffix(_ENDING) for name in told)


def _check(pattern: str) -> None:
    """Refuse a rule that means nothing."""
    known = "、".join(f"{{{name}}}" for name in PLACEHOLDERS)
    if not pattern:
        raise ValidationFailed({"rule": f"请写文件名规则，可以用 {known}"})
    for name in _PLACE.findall(pattern):
        if name not in PLACEHOLDERS and name not in PLACEHOLDERS.values():
            raise ValidationFailed({"rule": f"文件名规则里的“{{{name}}}”不认识，可以用 {known}"})
    if set("{}") & set(_PLACE.sub("", pattern)):
        raise ValidationFailed({"rule": f"文件名规则里的花括号没有成对，应写成 {known}"})


def _filled(pattern: str, person: str, number: str, place: str) -> str:
    values = {"编号": number, "姓名": person, "序号": place}
    values |= {english: values[name] for name, english in PLACEHOLDERS.items()}
    # What has no number is named without the dash before the name.
    return _PLACE.sub(lambda found: values[found[1]], pattern).strip("-_ ")


def legal_name(name: str) -> str:
    """Replace what a file system refuses, and cut what is too long."""
    made = _ILLEGAL.sub("-", " ".join(name.split()))[:_LONGEST].rstrip(". ")
    if not made:
        return "未命名"
    return f"{made}_" if _DEVICES.match(made) else made


def _told_apart(names: Sequence[str]) -> Iterator[str]:
    """Number names that differ in nothing, or only in capitals."""
    taken: set[str] = set()
    for name in names:
        told, number = name, 1
        while told.casefold() in taken:
            number += 1
            told = f"{name}（{number}）"
        taken.add(told.casefold())
        yield told + _ENDING
