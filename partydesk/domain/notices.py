"""Official notices of appointment (任职通知): what stands on one, and how its words are drafted.

A 任职通知 is the formal act, a 公文 with a number of its own; the 委任书 is what is handed over.
How the title names people (two by name, of three or more the first) is the common practice.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

#: So many people are named in a title; of more, the first one and how many there are.
_NAMED: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What stands on one notice, frozen at the moment it is issued.

    Attributes:
        number: 发文字号, such as ``旗非公发〔2026〕3号``.
        title: 标题.
        addressee: 主送机关, without the colon.
        paragraphs: 正文, paragraph by paragraph.
        attachments: 附件, by name; none where nothing is attached.
        person: Whom it is about, as in the title.
        people: Their names in the exact characters of their papers.
        organ: Full name of the issuing committee on that day.
        issued_on: Date of the document (成文日期).
        effective_on: From which day the posts count; may be another day.
        sealed: Whether a seal is pressed on it.
        copies_to: 抄送机关; empty for none.
        issuer: 印发机关; empty for none.
        code: Verification code; empty before it is issued.
    """

    number: str
    title: str
    addressee: str
    paragraphs: tuple[str, ...]
    attachments: tuple[str, ...]
    person: str
    people: tuple[str, ...]
    organ: str
    issued_on: dt.date
    effective_on: dt.date
    sealed: bool
    copies_to: str
    issuer: str
    code: str = ""
