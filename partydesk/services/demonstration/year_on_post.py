"""The fictional banner's year after the posting: work, reports, inspections, and the evaluation.

Those posted the year before serve twelve months, those of this year's round from April on. They
work by the plan and report; some report late or not at all, one falls ill in March, one moves to
another unit in July, one is found wanting, and in December all are judged by ballots, points and
what is stored. The reports of December come in January.
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
from partydesk.services.demonstration.earlier import move_in_july, post_earlier
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

#: The first whole month after those of this year's round came to their units.
_FIRST = 5
_DECEMBER = 12
#: Day of the month after on which the office types what came in; December waits for January.
_TYPED_ON = 14
_ABSENT = 7
"""Place, among those of this year's round, of the one who hardly reports and is found away."""
_ILL_MONTHS = (3, 4, 5)
_STEPS = 24


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


def _after(year: int, month: int, day: int) -> dt.date:
    """A working day of the month after one."""
    return workday(year + month // 12, month % 12 + 1, day)


def _word(name: str) -> str:
    return str(words("year")[name])


class _Year:
    """The year, act by act."""

    def __init__(self, workspace: Workspace, year: int, draw: Draw, progress: Progress) -> None:
        self.workspace, self.year, self.draw, self.progress = workspace, year, draw, progress
        self.step = self.reports = self.lines = self.inspections = self.ballots = 0
        self.duties = get_policy(workspace, year).duties
        #: Those posted the year before, as far as they still are; then those of this year's round.
        self.earlier: list[int] = []
        self.pairs: list[int] = []
        #: Who moved in July, at the new post, and who is ill from March on.
        self.moved: int | None = None
        self.ill: int | None = None

    def whole(self) -> YearFigures:
        """Play it all; a banner in which nobody came to a post has no such year."""
        placed = list_placements(self.workspace, self.year)
        self.pairs = [pair.id for pair in placed if pair.state is State.ON_POST]
        if not self.pairs:
            return YearFigures()
        self._begin()
        for month in range(1, _DECEMBER):
            self._during(month)
            self._report(month)
            if month == 6:  # noqa: PLR2004 - the half-year
                self._half_year()
        honours = self._evaluate()
        self._report(_DECEMBER)
        judged = get_results(self.workspace, self.year, Judged.PEOPLE)
        return YearFigures(
            reports=self.reports,
            lines=self.lines,
            inspections=self.inspections,
            ballots=self.ballots,
            judged=sum(row.placed.rank is not None for row in judged.rows) if judged else 0,
            honours=honours,
        )

    def _turn(self, what: str, month: int, day: int) -> None:
        self.progress(min(self.step, _STEPS), _STEPS, what)
        self.step += 1
        turn_to(self.workspace, moment(self.year, month, day))

    # -- through the year ----------------------------------------------------------------------

    def _begin(self) -> None:
        """Enter what runs since last year, and give everybody a plan."""
        self._turn("补录上年派驻", 4, 17)
        self.earlier = list(post_earlier(self.workspace, self.year))
        self._turn("下达工作安排", 4, 20)
        begin_template(self.workspace, self.year)
        apply_template(self.workspace, self.year)
        if len(self.earlier) > 1:
            self.ill = self.earlier[-1]
            texts = {
                "kind": "病假", "from_on": f"{self.year}-03-02", "to_on": f"{self.year}-05-31",
                "why": _word("sick"), "approved_by": "党工委",
            }  # fmt: skip
            save_leave(self.workspace, None, self.ill, texts)

    def _during(self, month: int) -> None:
        """What happens in a month before its reports are typed."""
        if month == _FIRST:
            self._inspect(self.pairs[::2], 5, 20)
        elif month == 6:  # noqa: PLR2004 - the half-year is over
            self._turn("调整派驻单位", 7, 1)
            moved = move_in_july(self.workspace, self.year, self.earlier)
            if moved is not None:
                left, self.moved = moved
                self._told_last(left, 6)
                self.earlier[self.earlier.index(left)] = self.moved
        elif month == 10:  # noqa: PLR2004 - the second round of visits
            self._inspect(self.pairs[1::2], 10, 22)

    def _told_last(self, left: int, month: int) -> None:
        """Type the last report of a post that ends: whoever leaves it hands in beforehand."""
        self._type(left, month, workday(self.year, month + 1, 1), place=0)

    def _report(self, month: int) -> None:
        """Hand in a month's reports, at the beginning of the next one or late."""
        typed_on = max(_after(self.year, month, _TYPED_ON), dt.date(self.year, 4, 21))
        self.progress(min(self.step, _STEPS), _STEPS, f"登记 {month} 月月报")
        self.step += 1
        turn_to(self.workspace, moment(typed_on.year, typed_on.month, typed_on.day))
        told = [*self.earlier, *(self.pairs if month >= _FIRST else ())]
        for place, pair in enumerate(told):
            ill = pair == self.ill and month in _ILL_MONTHS
            absent = self._is_absent(pair) and month % 2 == 0
            just_moved = pair == self.moved and month < 7  # noqa: PLR2004 - July
            if ill or absent or just_moved or self.draw.happens(3):
                continue
            received = _after(self.year, month, 12 if self.draw.happens(8) else 3)
            self._type(pair, month, received, place)

    def _is_absent(self, pair: int) -> bool:
        return pair in self.pairs[_ABSENT : _ABSENT + 1]

    def _type(self, pair: int, month: int, received: dt.date, place: int) -> None:
        """Type one report with its lines."""
        absent = self._is_absent(pair)
        typed = self._lines(month, 1 if absent else 2 + place % 3)
        texts = {
            "received_on": received.isoformat(),
            "days": str(1 if absent else self.draw.choice((3, 3, 4, 5, 6))),
            "summary": self.draw.choice(_list("summary")),
            "problems": self.draw.choice(_list("problems")),
            "next_month": self.draw.choice(_list("next")),
        }
        save_report(self.workspace, ReportKey(pair, self.year, month), texts, typed)
        self.reports += 1
        self.lines += len(typed)

    def _lines(self, month: int, count: int) -> list[TypedLine]:
        """What somebody did in a month; some find more to do than others."""
        works = cast("list[dict[str, str]]", words("year")["work"])
        found = []
        usual = [work for work in works if "seldom" not in work or self.draw.happens(20)]
        for work in self.draw.sample(usual, count):
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
        self._turn("登记督查", month, day)
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

    def _half_year(self) -> None:
        """In July: the bulletin and the year's training."""
        self._turn("半年通报", 7, 16)
        save_bulletin(self.workspace, write_bulletin(self.workspace, self.year, 6))
        self._turn("年度培训", 7, 24)
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
        self._turn("年末考核", 12, 15)
        workspace, year = self.workspace, self.year
        open_evaluation(workspace, year, Judged.PEOPLE)
        open_evaluation(workspace, year, Judged.COMMITTEES)
        self._give_points()
        self._vote()
        self._judge_committees()
        self._turn("确定等次和公示", 12, 21)
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
        self._turn("办结考核", 12, 29)
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
        self._turn("登记述职和打分", 12, 16)
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
        self._turn("录入测评票", 12, 17)
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
