"""Small schemes that the tests of the rules judge by."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from partydesk.domain.evaluation.inputs import Given, Inputs, Share, Tally
from partydesk.domain.evaluation.kinds import Datum, Judged, Measure, RuleKind, ScoredBy
from partydesk.domain.evaluation.scheme import (
    Component,
    Grade,
    Option,
    Question,
    Scheme,
    Scorer,
    SpecialRule,
    VoterClass,
)

D = Decimal
GOOD, FAIR, BAD = (
    Option("good", "满意", D(100)),
    Option("fair", "基本满意", D(80)),
    Option("bad", "不满意", D(0)),
)
UNKNOWN = Option("unknown", "不了解", None)
OPTIONS = (GOOD, FAIR, BAD, UNKNOWN)
REPORT = Component(
    "report", "述职", D(40), ScoredBy.POINTS, scorers=(Scorer("考核组", D(100)),)
)  # fmt: skip
BALLOT = Component(
    "ballot",
    "评议",
    D(40),
    ScoredBy.BALLOTS,
    voters=(VoterClass("members", "党员", D(60)), VoterClass("staff", "职工", D(40))),
    questions=(
        Question("work", "到岗履职", OPTIONS),
        Question("service", "为企业办事", OPTIONS),
        Question("stay", "是否留任", OPTIONS, counted=False),
    ),
)
DAYS = Component("days", "出勤", D(20), ScoredBy.DATA, datum=Datum.DAYS)
GRADES = (
    Grade("优秀", D(90), percent=D(20), commended=True),
    Grade("称职", D(75)),
    Grade("基本称职", D(60), measure=Measure.REMINDER),
    Grade("不称职", D(0), measure=Measure.ADJUSTMENT),
)
RULES = (
    SpecialRule("veto", "受到处分", RuleKind.CAP, at_most="不称职"),
    SpecialRule("blamed", "被通报", RuleKind.CAP, at_most="基本称职"),
    SpecialRule("praised", "受表彰", RuleKind.BONUS, limit=D(5)),
    SpecialRule("late", "材料失实", RuleKind.DEDUCTION, limit=D(10)),
)
SCHEME = Scheme("年末考核", Judged.PEOPLE, (REPORT, BALLOT, DAYS), GRADES, RULES)


def tally(voters: str, valid: int, *, invalid: int = 0, **counts: dict[str, int]) -> Tally:
    """Ballots of a class that all came back."""
    return Tally(voters, valid + invalid, valid + invalid, invalid, counts)


def points(value: str | None) -> dict[str, list[Given]]:
    """Points of the office for the report."""
    return {"report": [Given("考核组", None if value is None else D(value))]}


#: 考核组 90; members (100·8+80·2)÷10 = 96 and (100·5+80·5)÷10 = 90, mean 93;
#: staff 80; 27 of 30 days.
FULL = Inputs(
    points=points("90"),
    tallies={
        "ballot": [
            tally("members", 10, work={"good": 8, "fair": 2}, service={"good": 5, "fair": 5}),
            tally("staff", 5, work={"fair": 5}, service={"fair": 4, "unknown": 1}),
        ]
    },
    shares={"days": Share(D(27), D(30), "应到 30 天，实到 27 天")},
    months=12,
)


def without(inputs: Inputs, *components: str) -> Inputs:
    """The same with components missing."""
    return replace(
        inputs,
        points={key: each for key, each in inputs.points.items() if key not in components},
        tallies={key: each for key, each in inputs.tallies.items() if key not in components},
        shares={key: each for key, each in inputs.shares.items() if key not in components},
    )
