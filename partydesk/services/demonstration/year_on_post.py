"""The fictional banner's year after the posting: work, reports, inspections, and the evaluation.

Everybody on post works by the plan and reports; some report late or not at all, one falls ill, one
is found wanting, and in December all are judged by ballots, points and what is stored.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from partydesk.domain.duty.inspections import InspectionWay, Satisfaction
from partydesk.domain.duty.trainings import CourseKind
from partydesk.domain.evaluation.keying import Keyed
from partydesk.domain.evaluation.kinds import Judged, Measure
from partydesk.domain.evaluation.scheme import Question
from partydesk.domain.placements import State
from partydesk.domain.progress import Progress, silent
from partydesk.services.demonstration.diary import acting_as_clerk, moment, turn_to, workday
from partydesk.services.demonstration.invented import Draw, words
from partydesk.services.duty.bulletin import save_bulletin, write_bulletin
from partydesk.services.duty.inspections import save_inspection
from partydesk.services.duty.leaves import save_leave
from partydesk.services.duty.monthly_reports import ReportKey, TypedLine, save_report
from partydesk.services.duty.participants import (
    add_participants,
    all_passed,
    issue_training_certificates,
)
from partydesk.services.duty.plan_acts import apply_template
from partydesk.services.duty.plan_template import begin_template
from partydesk.services.duty.trainings import save_session
from partydesk.services.evaluation import ballots
from partydesk.services.evaluation.ballots import FIRST, SECOND, SETTLED, Stack
from partydesk.services.evaluation.closing import (
    close_evaluation,
    give_measure,
    issue_honours,
    list_commended,
    measures_due,
)
from partydesk.services.evaluation.evaluations import list_evaluated, open_evaluation
from partydesk.services.evaluation.points import get_sheet, save_sheet
from partydesk.services.evaluation.publicity import (
    add_objection,
    publish_results,
    settle_objection,
)
from partydesk.services.evaluation.results import accept_suggestions, decide_grade, get_results
from partydesk.services.placements import list_placements
from partydesk.services.policies import get_policy
from partydesk.services.workspace import Workspace

#: The first whole month after people came to their units, and the last that the year counts.
_FIRST, _LAST = 5, 12
_ILL = 3
"""Place in the list of the one who falls ill in June."""
_ABSENT = 7
"""Place of the one who hardly reports and is found away."""
_STEPS = 12


@dataclass(frozen=True, slots=True)
class YearFigures:
    """What came of the year.

    Attributes:
        reports: Monthly reports handed in.
        lines: Lines of the ledger.
        inspections: Inspections.
        ballots: Ballots counted.
        judged: People with a grade.
        honours: Numbers of the honours.
    """

    reports: int = 0
    lines: int = 0
    inspections: int = 0
    ballots: int = 0
    judged: int = 0
    honours: tuple[str, ...] = ()


def run_year_on_post(
    workspace: Workspace, year: int, progress: Progress = silent, *, seed: int = 1
) -> YearFigures:
    """Play the year of those who were posted in its round, up to the honours.

    Args:
        workspace: As :func:`~partydesk.services.demonstration.run_demonstration` left it.
        year: The year that was played.
        progress: Told how far it is; may cancel between two acts, which stay.
        seed: The same seed gives the same year.

    Raises:
        Cancelled: The user asked to stop.
    """
    with acting_as_clerk(workspace):
        return _Year(workspace, year, Draw(seed, "year"), progress).whole()


def _list(name: str) -> list[str]:
    return cast("list[str]", words("year")[name])


def _word(name: str) -> str:
    return str(words("year")[name])


class _Year:
    """The year, act by act."""

    def __init__(self, workspace: Workspace, year: int, draw: Draw, progress: Progress) -> None:
        self.workspace, self.year, self.draw, self.progress = workspace, year, draw, progress
        self.reports = self.lines = self.inspections = self.ballots = 0
        self.duties = get_policy(workspace, year).duties

    def whole(self) -> YearFigures:
        """Play it all; a banner in which nobody came to a post has no such year."""
        placed = list_placements(self.workspace, self.year)
        pairs = [pair.id for pair in placed if pair.state is State.ON_POST]
        if not pairs:
            return YearFigures()
        self._turn(0, "下达工作安排", 4, 20)
        begin_template(self.workspace, self.year)
        apply_template(self.workspace, self.year)
        for month in range(_FIRST, _LAST):
            self._report(month, pairs)
            if month == _FIRST:
                self._inspect(pairs[::2], 5, 20)
            elif month == 6:  # noqa: PLR2004 - the half-year
                self._half_year(pairs)
            elif month == 10:  # noqa: PLR2004 - the second round of visits
                self._inspect(pairs[1::2], 10, 22)
        honours = self._evaluate()
        judged = get_results(self.workspace, self.year, Judged.PEOPLE)
        return YearFigures(
            reports=self.reports,
            lines=self.lines,
            inspections=self.inspections,
            ballots=self.ballots,
            judged=sum(row.placed.rank is not None for row in judged.rows) if judged else 0,
            honours=honours,
        )

    def _turn(self, step: int, what: str, month: int, day: int) -> None:
        self.progress(step, _STEPS, what)
        turn_to(self.workspace, moment(self.year, month, day))

    # -- through the year ----------------------------------------------------------------------

    def _report(self, month: int, pairs: Sequence[int]) -> None:
        """Hand in a month's reports, at the beginning of the next one or late."""
        after = month + 1
        self._turn(month - _FIRST, f"登记 {month} 月月报", after, 20)
        for place, pair in enumerate(pairs):
            ill = place == _ILL and month in (6, 7, 8)
            absent = place == _ABSENT and month % 2 == 0
            if ill or absent or self.draw.happens(3):
                continue
            received = workday(self.year, after, 12 if self.draw.happens(8) else 3)
            typed = self._lines(month, place)
            texts = {
                "received_on": received.isoformat(),
                "days": str(1 if place == _ABSENT else self.draw.choice((3, 3, 4, 5, 6))),
                "summary": self.draw.choice(_list("summary")),
                "problems": self.draw.choice(_list("problems")),
                "next_month": self.draw.choice(_list("next")),
            }
            save_report(self.workspace, ReportKey(pair, self.year, month), texts, typed)
            self.reports += 1
            self.lines += len(typed)

    def _lines(self, month: int, place: int) -> list[TypedLine]:
        """What somebody did in a month; some find more to do than others."""
        works = cast("list[dict[str, str]]", words("year")["work"])
        count = 1 if place == _ABSENT else 2 + (place % 3)
        found = []
        for work in self.draw.sample(works, count):
            texts = {
                "happened_on": workday(self.year, month, self.draw.randint(2, 24)).isoformat(),
                "duty": self.duties[int(work["duty"]) % len(self.duties)],
                "content": work["content"],
                "outcome": work.get("outcome", ""),
                "count": "1" if work.get("outcome") not in (None, "争取资金") else "",
                "funds": work.get("funds", ""),
                "result": work.get("result", ""),
            }
            found.append(TypedLine(texts))
        return found

    def _inspect(self, pairs: Sequence[int], month: int, day: int) -> None:
        """Look after every second one; one is found wanting, and one enterprise speaks up."""
        self._turn(month - _FIRST, "登记督查", month, day)
        ways = (InspectionWay.VISIT, InspectionWay.TELEPHONE, InspectionWay.MEETING)
        for place, pair in enumerate(pairs):
            way = ways[place % len(ways)]
            wanting = place == _ABSENT // 2
            texts = {
                "held_on": workday(self.year, month, day - 8).isoformat(),
                "way": way.value,
                "by": "党工委办公室督查组",
                "on_post": "否" if wanting else "是",
                "satisfaction": (Satisfaction.BAD if wanting else Satisfaction.GOOD).value,
                "said": _list("inspected")[place % len(ways)],
            }
            told = [self._shortcoming(month)] if wanting else []
            save_inspection(self.workspace, None, pair, texts, told)
            self.inspections += 1
        texts = {
            "held_on": workday(self.year, month, day - 2).isoformat(),
            "way": InspectionWay.ENTERPRISE.value,
            "by": "企业负责人",
            "satisfaction": Satisfaction.FAIR.value,
            "said": _word("said"),
        }
        save_inspection(self.workspace, None, pairs[-1], texts)
        self.inspections += 1

    def _shortcoming(self, month: int) -> dict[str, str]:
        return {
            "problem": _word("shortcoming"),
            "demand": _word("demand"),
            "due_on": workday(self.year, month + 1, 15).isoformat(),
            "follow_up": "",
            "closed_on": "",
        }

    def _half_year(self, pairs: Sequence[int]) -> None:
        """In July: the year's training, the bulletin, and somebody who is ill from June on."""
        self._turn(3, "半年通报", 7, 8)
        if len(pairs) > _ILL:
            texts = {
                "kind": "病假", "from_on": f"{self.year}-06-01", "to_on": f"{self.year}-08-31",
                "why": _word("sick"), "approved_by": "党工委",
            }  # fmt: skip
            save_leave(self.workspace, None, pairs[_ILL], texts)
        save_bulletin(self.workspace, write_bulletin(self.workspace, self.year, 6))
        self._turn(4, "年度培训", 7, 24)
        number, _ = save_session(self.workspace, None, self._training())
        people = {pair.talent_id for pair in list_placements(self.workspace, self.year)}
        add_participants(self.workspace, number, sorted(people))
        all_passed(self.workspace, number)
        issue_training_certificates(self.workspace, number, workday(self.year, 7, 24))

    def _training(self) -> dict[str, str]:
        return {
            "course": _word("training"),
            "kind": CourseKind.YEARLY.value,
            "hours": "24",
            "held_from": workday(self.year, 7, 21).isoformat(),
            "held_to": workday(self.year, 7, 23).isoformat(),
            "place": "旗委党校",
            "teacher": "党校讲师",
        }

    # -- in December ---------------------------------------------------------------------------

    def _evaluate(self) -> tuple[str, ...]:
        """Judge everybody, publish, answer an objection, freeze, commend, remind."""
        self._turn(8, "年末考核", 12, 8)
        workspace, year = self.workspace, self.year
        open_evaluation(workspace, year, Judged.PEOPLE)
        open_evaluation(workspace, year, Judged.COMMITTEES)
        self._give_points()
        self._vote()
        self._judge_committees()
        self._turn(10, "确定等次和公示", 12, 20)
        decided = workday(year, 12, 18)
        for judged in Judged:
            accept_suggestions(workspace, year, judged, decided)
        self._decide_otherwise(decided)
        begins = workspace.today()
        for judged in Judged:
            publish_results(workspace, year, judged, begins)
        objection, _ = add_objection(
            workspace, year, Judged.PEOPLE, None, _word("objection"), "", begins
        )
        self._turn(11, "办结考核", 12, 29)
        settle_objection(workspace, objection, _word("answer"), workspace.today())
        for judged in Judged:
            close_evaluation(workspace, year, judged)
        for result in measures_due(workspace, year, Judged.PEOPLE):
            give_measure(
                workspace, result.evaluated.id, Measure.REMINDER, _word("improve"),
                workspace.today(),
            )  # fmt: skip
        if not list_commended(workspace, year):
            return ()
        title = "优秀驻企党组织书记、党建指导员"
        return issue_honours(workspace, year, title, workspace.today())[0]

    def _give_points(self) -> None:
        """Points for the reports and the units' remarks, each in its own range."""
        self._turn(8, "登记述职和打分", 12, 10)
        day = workday(self.year, 12, 9).isoformat()
        for place, who in enumerate(list_evaluated(self.workspace, self.year, Judged.PEOPLE)):
            sheet = get_sheet(self.workspace, who.id)
            low = 58 if place == _ABSENT else 82
            typed = [
                type(each)(
                    each.slot,
                    str(self.draw.randint(low, low + 16)),
                    self.draw.choice(_list("remarks")) if unit else "",
                )
                for _, unit, each in sheet.lines
            ]
            texts = {"reported_on": day, "report": _word("report")}
            save_sheet(self.workspace, who.id, typed, texts)

    def _vote(self) -> None:
        """Count the ballots of everybody by hand; the first stack is typed twice."""
        self._turn(9, "录入测评票", 12, 15)
        for place, stack in enumerate(ballots.list_stacks(self.workspace, self.year)):
            returned = self.draw.randint(5, 9)
            issued = returned + self.draw.randint(0, 2)
            self.ballots += returned
            if place == 0:
                self._key(stack, issued, returned)
                continue
            counts = {
                question.key: self._counts(question, returned)
                for question in stack.component.questions
            }
            ballots.record_counts(self.workspace, stack.slot, issued, returned, 0, counts)

    def _counts(self, question: Question, valid: int) -> dict[str, int]:
        """Most tick the first answer, some the second, a few what comes after."""
        counts: dict[str, int] = {}
        for _ in range(valid):
            place = self.draw.choices(range(len(question.options)), (80, 15, 2, 3)[:len(question.options)])[0]  # fmt: skip  # noqa: E501
            key = question.options[place].key
            counts[key] = counts.get(key, 0) + 1
        return counts

    def _key(self, stack: Stack, issued: int, returned: int) -> None:
        """Type a stack ballot by ballot in two passes, with one slip that is settled."""
        ballots.begin_keying(self.workspace, stack.slot, issued, returned)
        typed = []
        for serial in range(1, returned + 1):
            answers = tuple(
                next(iter(self._counts(question, 1))) for question in stack.component.questions
            )
            typed.append(Keyed(serial, answers))
        slip = Keyed(1, ("", *typed[0].answers[1:]))
        for turn, stacked in ((FIRST, typed), (SECOND, [slip, *typed[1:]])):
            for ballot in stacked:
                ballots.key_ballot(self.workspace, stack.slot, turn, ballot)
        ballots.key_ballot(self.workspace, stack.slot, SETTLED, typed[0])
        ballots.count_keyed(self.workspace, stack.slot)

    def _judge_committees(self) -> None:
        """Points for what nothing stored tells of the committees."""
        for who in list_evaluated(self.workspace, self.year, Judged.COMMITTEES):
            sheet = get_sheet(self.workspace, who.id)
            typed = [
                type(each)(each.slot, str(self.draw.randint(78, 97))) for _, _, each in sheet.lines
            ]
            save_sheet(self.workspace, who.id, typed, {})

    def _decide_otherwise(self, decided: dt.date) -> None:
        """The committee decides one grade against the suggestion, with its reason."""
        results = get_results(self.workspace, self.year, Judged.PEOPLE)
        words_of = [grade.word for grade in results.scheme.grades] if results else []
        for row in reversed(results.rows if results else ()):
            if row.placed.suggested == words_of[1]:
                reason = "年内两次被企业反映到岗少，经党工委会议研究"
                decide_grade(self.workspace, row.evaluated.id, words_of[2], decided, reason)
                return
