"""What a layout may name: the fields of each kind of document.

A field has a name for layouts, a Chinese label for people, a sample for previews without data, and
a function that reads its text from the frozen record. Layouts hold no code; whatever they print
comes from here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

Record = TypeVar("Record")

#: Fields the renderer itself fills in, in every kind of document of several pages.
PAGE_FIELDS: Final[Mapping[str, str]] = {"page": "页码", "pages": "总页数"}


#: Stands for a verification code in previews without data; it is as long as a real one.
SAMPLE_CODE: Final = "PD1:" + "SAMPLE2345" * 16
#: Stands for the head of the journal in previews without data.
SAMPLE_HEAD: Final = "记录 1234·1230·a1b2c3d4e5f6"


# No slots: Python 3.11 cannot call a subscripted generic of a frozen dataclass with slots.
@dataclass(frozen=True)
class ReportField(Generic[Record]):
    """One field of one kind of document.

    Attributes:
        name: Lower-case English word, as layouts write it.
        label: Chinese, as warnings and the layout editor show it.
        sample: Text for a preview without data.
        value: Reads the text from the record; empty when the record has none.
    """

    name: str
    label: str
    sample: str
    value: Callable[[Record], str]


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document, made with :func:`document_kind`.

    Attributes:
        name: English word, as the command line and layouts write it, such as ``letters``.
        label: Chinese word.
        labels: Field name → Chinese label.
        samples: Field name → sample text.
        values: Reads every field from one record.
        person: Names the person a record is about, for warnings.
    """

    name: str
    label: str
    labels: Mapping[str, str]
    samples: Mapping[str, str]
    values: Callable[[object], dict[str, str]]
    person: Callable[[object], str]


def document_kind(
    name: str,
    label: str,
    record: type[Record],
    fields: Sequence[ReportField[Record]],
    person: Callable[[Record], str],
) -> DocumentKind:
    """Join the fields of one record type to a kind of document.

    Raises:
        ValueError: Two fields have one name, or a field takes a name the renderer fills in.
    """
    names = [field.name for field in fields]
    if len({*names, *PAGE_FIELDS}) != len(names) + len(PAGE_FIELDS):
        raise ValueError(f"fields of {name} share a name")

    def checked(document: object) -> Record:
        if not isinstance(document, record):
            raise TypeError(f"{name} are made from {record.__name__}, not {type(document)}")
        return document

    def values_of(document: object) -> dict[str, str]:
        one = checked(document)
        return {field.name: field.value(one) for field in fields}

    return DocumentKind(
        name=name,
        label=label,
        labels={field.name: field.label for field in fields},
        samples={field.name: field.sample for field in fields},
        values=values_of,
        person=lambda document: person(checked(document)),
    )
