"""Who is judged, by what, and what follows from it: the closed lists of the evaluation."""

from __future__ import annotations

from enum import StrEnum


class Judged(StrEnum):
    """考核对象."""

    PEOPLE = "驻企人员"
    COMMITTEES = "基层党委"


class Keying(StrEnum):
    """测评票录入方式."""

    COUNTS = "按票数"
    BALLOTS = "逐票双录"


class Measure(StrEnum):
    """结果运用: what is put on paper for somebody whose result asks for it.

    Source: 提醒、函询、诫勉 and 清退 (广安); adjustment of those judged poorly (essay 5).
    """

    REMINDER = "提醒"
    ENQUIRY = "函询"
    ADMONITION = "诫勉"
    ADJUSTMENT = "调整"
    DISMISSAL = "解聘"
