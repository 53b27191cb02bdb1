"""Results on paper: the sheet with every step, the table, the masked notice, the letters."""

from __future__ import annotations

import datetime as dt

import pypdfium2
import pytest

from partydesk.domain.errors import NotFound
from partydesk.domain.evaluation.kinds import Judged, Measure
from partydesk.domain.evaluation.presets import with_questions
from partydesk.services.evaluation.closing import give_measure
from partydesk.services.evaluation.evaluation_letters import masked_name
from partydesk.services.evaluation.evaluations import (
    get_scheme,
    list_evaluated,
    open_evaluation,
    save_scheme,
)
from partydesk.services.evaluation.points import mark_rule, save_sheet
from partydesk.services.evaluation.presets import shipped_presets
from partydesk.services.evaluation.results import accept_suggestions, decide_grade
from partydesk.services.policies import save_policy
from partydesk.services.pools import get_record, save_record
from partydesk.services.print_kinds import Choice, Printout
from partydesk.services.printing import compose
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, StandingClock
from tests.services.evaluation.judged_year import PEOPLE, begin, close, ready, report, serve

TODAY = dt.date(YEAR, 12, 20)


def _print(workspace: Workspace, kind: str, *own_ids: int) -> Printout:
    choice = Choice(own_ids=frozenset(own_ids)) if own_ids else None
    return compose(workspace, kind, year=YEAR, choice=choice)


def _words(printout: Printout) -> str:
    pages = pypdfium2.PdfDocument(printout.pdf)
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)


def _name(workspace: Workspace, evaluated_id: int) -> str:
    everybody = list_evaluated(workspace, YEAR, PEOPLE)
    return next(each.name for each in everybody if each.id == evaluated_id)


def test_a_ballot_of_twenty_numbered_questions_is_one_page(
    workspace: Workspace, clock: StandingClock
) -> None:
    serve(workspace, clock, 1)
    begin(workspace)
    scheme = get_scheme(workspace, YEAR, PEOPLE)
    assert scheme is not None
    chosen = shipped_presets().questions[0]
    save_scheme(workspace, YEAR, PEOPLE, with_questions(scheme, chosen))
    for kind in ("ballots", "ballot-tally"):
        done = _print(workspace, kind)
        assert (done.pages, done.records, done.warnings) == (3, 3, ())
        text = _words(done)
        for number, question in enumerate(chosen.questions, 1):
            assert f"{number}．{question.text}" in text


def test_a_sheet_tells_every_step_and_what_was_said(
    workspace: Workspace, clock: StandingClock
) -> None:
    people = ready(workspace, clock)
    texts = {"report": "组建支部一个。\n协调贷款一笔。", "reported_on": TODAY.isoformat()}
    save_sheet(workspace, people[0], (), texts)
    decide_grade(workspace, people[0], "称职", TODAY, "党工委会议研究")
    done = _print(workspace, "evaluation-sheets", people[0])
    assert (done.records, done.warnings) == (1, ())
    text = _words(done)
    for said in (
        _name(workspace, people[0]),
        "本组5人中第1名",
        "建议等次优秀",
        "确定等次称职",
        "党工委会议研究",
        "协调贷款一笔",
        "尽职尽责",
        "本组中位数（党建指导员,5人）".replace(",", "，"),
        "【总分】",
        "权重由其余各项按比例分担",  # nobody was inspected
        "结果尚未办结",
        "考核组（签字）",
    ):
        assert said in text, said
    assert _print(workspace, "evaluation-sheets").records == 5


def test_a_sheet_says_that_the_group_is_too_small_to_compare(
    workspace: Workspace, clock: StandingClock
) -> None:
    people = ready(workspace, clock, 2)
    assert "本组不足5人，中位数用浅色" in _words(_print(workspace, "evaluation-sheets", people[0]))


def test_who_is_not_judged_is_printed_as_such(workspace: Workspace, clock: StandingClock) -> None:
    serve(workspace, clock, 2)
    (first, _) = begin(workspace)
    text = _words(_print(workspace, "evaluation-sheets", first))
    assert "名次不予评定" in text
    assert "确定等次不予评定" in text
    assert "不予评定2人" in _words(_print(workspace, "evaluation-summary"))


def test_the_table_has_everybody_by_place_and_counts_the_grades(
    workspace: Workspace, clock: StandingClock
) -> None:
    people = ready(workspace, clock)
    accept_suggestions(workspace, YEAR, PEOPLE, TODAY)
    done = _print(workspace, "evaluation-summary")
    text = _words(done)
    places = [text.index(_name(workspace, person)) for person in people]
    assert places == sorted(places)
    assert "合计：优秀1人，称职" in text
    assert "权重：述职20、企业点评20" in text


def test_the_notice_names_those_who_are_honoured_and_masks_the_others(
    workspace: Workspace, clock: StandingClock
) -> None:
    people = ready(workspace, clock)
    blank = _words(_print(workspace, "evaluation-public"))
    assert "年月日至月日" in blank
    close(workspace, clock)
    text = _words(_print(workspace, "evaluation-public"))
    best, second = (_name(workspace, person) for person in people[:2])
    assert best in text
    assert second not in text
    assert masked_name(second) in text
    assert "公示时间：2026年12月20日至2026年12月24日，共5天" in text
    save_policy(workspace, YEAR, {"public_workdays": "是", "days_off": "2026-12-22"})
    text = _words(_print(workspace, "evaluation-public"))
    assert "共3个工作日" in text  # Monday, Wednesday and Thursday
    assert "关于2026年度驻企党组织书记、党建指导员考核结果的公示" in text


@pytest.mark.parametrize(
    ("name", "masked"), [("苏和", "苏＊"), ("王小明", "王＊＊"), ("阿拉坦·巴特尔", "阿＊＊")]
)
def test_a_masked_name_keeps_its_first_character(name: str, masked: str) -> None:
    assert masked_name(name) == masked


def test_a_letter_goes_to_the_person_in_the_words_that_were_typed(
    workspace: Workspace, clock: StandingClock
) -> None:
    people = ready(workspace, clock)
    mark_rule(workspace, people[4], "discipline", "党内警告")
    close(workspace, clock)
    with pytest.raises(NotFound, match="没有因考核结果发出的函件"):
        _print(workspace, "measures")
    words = "经研究，调整你的派驻岗位。\n请于接到通知后五日内交接。"
    give_measure(workspace, people[4], Measure.ADJUSTMENT, words, workspace.today())
    done = _print(workspace, "measures", people[4])
    text = _words(done)
    name = _name(workspace, people[4])
    for said in (
        f"关于调整{name}同志派驻岗位的通知",
        f"{name}同志：",
        "你的考核等次为不称职",
        "五日内交接",
    ):
        assert said in text, said
    with pytest.raises(NotFound):
        _print(workspace, "measures", people[0])


def test_committees_have_sheets_a_table_and_a_notice_of_their_own(
    workspace: Workspace, clock: StandingClock
) -> None:
    name = "中共新惠镇委员会"
    save_record(workspace, "organizations", None, {"name": name, "kind": "苏木乡镇党委"})
    ready(workspace, clock, 2)
    with pytest.raises(NotFound, match="还没有开始"):
        _print(workspace, "committee-summary")
    first = list_evaluated(workspace, YEAR, PEOPLE)[0].units[0]
    save_record(workspace, "enterprises", first.id, {"superior": name})
    open_evaluation(workspace, YEAR, Judged.COMMITTEES)
    assert "岗位1个，已配1个" in _words(_print(workspace, "committee-sheets"))
    table = _words(_print(workspace, "committee-summary"))
    assert "2026年度基层党委考核结果汇总表" in table
    assert name in table
    assert name in _words(_print(workspace, "committee-public"))


def test_a_closed_year_is_printed_from_what_was_frozen(
    workspace: Workspace, clock: StandingClock
) -> None:
    ready(workspace, clock)
    close(workspace, clock)
    kinds = ("evaluation-sheets", "evaluation-summary", "evaluation-public")
    before = [_print(workspace, kind).pdf for kind in kinds]
    who = list_evaluated(workspace, YEAR, PEOPLE)[0]
    save_record(workspace, "talents", who.talent_id, {"name": "改名"})
    assert get_record(workspace, "talents", who.talent_id or 0) is not None
    report(workspace, 1, range(3, 4), days=0)
    assert [_print(workspace, kind).pdf for kind in kinds] == before
