"""What is wrong with a document before it is printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

#: No font has a character; its place is left empty.
MISSING_CHARACTER: Final = "missing_character"
#: Text was set smaller than the layout says, but not below its floor.
SHRUNK: Final = "shrunk"
#: Text has no room at all; such a document is not printed.
DOES_NOT_FIT: Final = "does_not_fit"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with one document, before it is known whose it is.

    Attributes:
        code: One of the words above.
        field: Chinese label of the field or name of the place.
        message: Chinese; what is wrong and how to mend it.
    """

    code: str
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class PrintWarning:
    """One thing to look at before printing.

    Attributes:
        code: One of the words above, or a word of the kind of document's own.
        person: Whose document it is.
        field: Chinese label of the field or name of the place.
        message: Chinese; names the person, says what is wrong and how to mend it.
    """

    code: str
    person: str
    field: str
    message: str


def missing_finding(field: str, char: str) -> Finding:
    """Say that no font has a character, with its code point and the remedy."""
    return Finding(
        MISSING_CHARACTER,
        field,
        f"{field}中的“{char}”（U+{ord(char):04X}）字库里没有，打印时此处留空一字；"
        "请核对证件上的字，在“字体”里选用有此字的字体，或打印后手写补上",
    )


def warnings_of(person: str, findings: Iterable[Finding]) -> tuple[PrintWarning, ...]:
    """Name the person in each finding; the same finding is given once."""
    return tuple(
        PrintWarning(finding.code, person, finding.field, f"{person}：{finding.message}。")
        for finding in dict.fromkeys(findings)
    )
