"""Courses, sessions, participants and results on a real workspace."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from partydesk.db.models import ClosedYearRow
from partydesk.domain.duty.trainings import Presence, TrainingResult
from partydesk.domain.errors import NotFound, RuleViolation, ValidationFailed
from partydesk.domain.talents import Talent
from partydesk.services import history
from partydesk.services.attachments import add_attachment, list_attachments
from partydesk.services.certificates import list_certificates
from partydesk.services.duty.participants import (
    add_participants,
    all_passed,
    all_present,
    certificate_ids,
    issue_training_certificates,
    list_participants,
    remove_participants,
    save_results,
)
from partydesk.services.duty.training_needs import get_needs
from partydesk.services.duty.trainings import (
    due_in,
    list_courses,
    list_sessions,
    remove_course,
    remove_session,
    save_course,
    save_session,
)
from partydesk.services.merging import merge_preview, merge_records
from partydesk.services.number_register import list_entries
from partydesk.services.policies import save_policy
from partydesk.services.pools import get_record
from partydesk.services.reissuing import Correction, reissue, void_document
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, make_pairs, make_talent, number_of
from tests.services.issued import appointed

TODAY = dt.date(2026, 3, 2)
TEXTS = {
    "course": "党建指导员岗前培训班",
    "kind": "岗前培训",
    "hours": "24",
    "held_from": "2026-02-02",
    "held_to": "2026-02-04",
    "place": "旗委党校",
    "teacher": "",
    "note": "",
}


def hold(workspace: Workspace, *people: int, **texts: str) -> int:
    """Store a session with its people."""
    number, _ = save_session(workspace, None, {**TEXTS, **texts})
    add_participants(workspace, number, people)
    return number


def trained_on(workspace: Workspace, person: int) -> str:
    """岗前培训时间 as the record says it."""
    talent = get_record(workspace, "talents", person)
    assert isinstance(talent, Talent)
    return str(talent.trained_on or "")


def close(workspace: Workspace, year: int) -> None:
    """Mark a year as closed."""
    with workspace.unit_of_work("close_year", "年度办结", undoable=False) as uow:
        uow.session.add(
            ClosedYearRow(year=year, closed_on=workspace.today(), checks={}, figures={}, policy={})
        )
        uow.commit()


def test_a_session_begins_its_course_and_is_taken_back(workspace: Workspace) -> None:
    number, changes = save_session(workspace, None, TEXTS)
    assert changes.label == "登记培训“党建指导员岗前培训班”（2026-02-02）"
    (line,) = list_sessions(workspace, YEAR)
    assert (line.id, line.course.hours, line.days, line.people) == (number, 24, 3, 0)
    assert line.span == "2026-02-02 至 02-04"
    assert list_sessions(workspace, YEAR - 1) == ()
    save_session(workspace, None, {**TEXTS, "held_from": "2026-03-01", "held_to": "2026-03-01"})
    ((course, held),) = list_courses(workspace)
    assert (course.name, held) == ("党建指导员岗前培训班", 2)
    save_session(workspace, number, {**TEXTS, "place": "会议中心"})
    assert list_sessions(workspace, YEAR)[1].session.place == "会议中心"
    history.undo(workspace)
    assert list_sessions(workspace, YEAR)[1].session.place == "旗委党校"
    with pytest.raises(RuleViolation, match="已办过 2 期"):
        remove_course(workspace, course.id or 0)
    save_session(workspace, None, {**TEXTS, "course": "年度轮训", "kind": "年度培训"})
    history.undo(workspace)
    assert [name.name for name, _ in list_courses(workspace)] == ["党建指导员岗前培训班"]


def test_what_cannot_be_a_session_is_said_beside_its_field(workspace: Workspace) -> None:
    with pytest.raises(ValidationFailed) as caught:
        save_session(workspace, None, {**TEXTS, "held_to": "2026-02-01", "hours": "0"})
    assert set(caught.value.fields) == {"held_to", "hours"}
    save_session(workspace, None, TEXTS)
    with pytest.raises(ValidationFailed) as caught:
        save_session(workspace, None, {**TEXTS, "hours": "16", "kind": "年度培训"})
    assert set(caught.value.fields) == {"hours", "kind"}
    assert len(list_sessions(workspace, YEAR)) == 1
    with pytest.raises(NotFound):
        save_session(workspace, 99, TEXTS)


def test_courses_are_kept_apart_by_name(workspace: Workspace) -> None:
    texts = {"name": "统计业务", "kind": "专题培训", "hours": "4", "content": ""}
    number, _ = save_course(workspace, None, texts)
    with pytest.raises(ValidationFailed, match="已有叫“统计业务”"):
        save_course(workspace, None, texts)
    save_course(workspace, number, {**texts, "hours": "8"})
    assert list_courses(workspace)[0][0].hours == 8
    remove_course(workspace, number)
    assert list_courses(workspace) == ()
    with pytest.raises(NotFound):
        remove_course(workspace, number)


def test_passing_writes_the_record_and_undo_brings_the_old_day_back(workspace: Workspace) -> None:
    person = number_of(make_talent(workspace, trained_on="2024-05"))
    number = hold(workspace, person)
    (taking,) = list_participants(workspace, number)
    texts = {"presence": "出席", "score": "88", "result": "合格"}
    save_results(workspace, number, {taking.id: texts})
    assert trained_on(workspace, person) == "2026-02-04"
    history.undo(workspace)
    assert trained_on(workspace, person) == "2024-05"
    assert list_participants(workspace, number)[0].taking_part.result is None


def test_the_latest_day_wins_and_a_result_taken_back_leaves_the_one_before(
    workspace: Workspace,
) -> None:
    person = number_of(make_talent(workspace))
    later = hold(workspace, person)
    earlier = hold(workspace, person, held_from="2026-01-05", held_to="2026-01-06")
    all_passed(workspace, later)
    all_passed(workspace, earlier)
    assert trained_on(workspace, person) == "2026-02-04"
    (taking,) = list_participants(workspace, later)
    save_results(workspace, later, {taking.id: {"result": "不合格"}})
    assert trained_on(workspace, person) == "2026-01-06"
    remove_session(workspace, earlier)
    assert trained_on(workspace, person) == ""
    history.undo(workspace)
    assert trained_on(workspace, person) == "2026-01-06"
    save_session(workspace, earlier, {**TEXTS, "held_from": "2026-01-07", "held_to": "2026-01-08"})
    assert trained_on(workspace, person) == "2026-01-08"


def test_another_training_leaves_the_record_alone(workspace: Workspace) -> None:
    person = number_of(make_talent(workspace))
    number = hold(workspace, person, course="年度轮训", kind="年度培训")
    all_passed(workspace, number)
    assert trained_on(workspace, person) == ""


def test_results_that_contradict_themselves_store_nothing(workspace: Workspace) -> None:
    people = [number_of(make_talent(workspace)) for _ in range(3)]
    number = hold(workspace, *people)
    one, two, three = list_participants(workspace, number)
    with pytest.raises(ValidationFailed) as caught:
        save_results(
            workspace, number,
            {
                one.id: {"presence": "出席", "score": "90", "result": "合格"},
                two.id: {"presence": "缺席", "result": "合格"},
                three.id: {"presence": "出席", "score": "101"},
            },
        )  # fmt: skip
    assert set(caught.value.fields) == {f"{two.id}.result", f"{three.id}.score"}
    assert two.name in caught.value.fields[f"{two.id}.result"]
    assert all(each.taking_part.presence is None for each in list_participants(workspace, number))
    with pytest.raises(NotFound):
        save_results(workspace, number, {999: {"presence": "出席"}})


def test_everybody_present_and_passed_leaves_what_was_said_before(workspace: Workspace) -> None:
    people = [number_of(make_talent(workspace)) for _ in range(3)]
    number = hold(workspace, *people)
    one, two, _ = list_participants(workspace, number)
    save_results(workspace, number, {one.id: {"presence": "缺席"}})
    save_results(workspace, number, {two.id: {"presence": "出席", "result": "不合格"}})
    all_present(workspace, number)
    presences = [each.taking_part.presence for each in list_participants(workspace, number)]
    assert presences == [Presence.ABSENT, Presence.PRESENT, Presence.PRESENT]
    all_passed(workspace, number)
    results = [each.taking_part.result for each in list_participants(workspace, number)]
    assert results == [None, TrainingResult.FAILED, TrainingResult.PASSED]
    line = list_sessions(workspace, YEAR)[0]
    assert (line.people, line.present, line.passed, line.certified) == (3, 2, 1, 0)


def test_nobody_takes_part_twice_and_strangers_are_refused(workspace: Workspace) -> None:
    person = number_of(make_talent(workspace))
    number = hold(workspace, person, person)
    add_participants(workspace, number, [person])
    (taking,) = list_participants(workspace, number)
    with pytest.raises(NotFound):
        add_participants(workspace, number, [999])
    remove_participants(workspace, [taking.id])
    assert list_participants(workspace, number) == ()
    history.undo(workspace)
    assert [each.name for each in list_participants(workspace, number)] == [taking.name]


def test_certificates_go_once_to_those_who_passed(workspace: Workspace) -> None:
    people = [number_of(make_talent(workspace)) for _ in range(3)]
    number = hold(workspace, *people)
    first, second, _third = list_participants(workspace, number)
    texts = {"presence": "出席", "result": "合格"}
    save_results(workspace, number, {first.id: texts, second.id: {"presence": "缺席"}})
    numbers, changes = issue_training_certificates(workspace, number, TODAY)
    assert len(numbers) == 1
    assert changes.label == "颁发培训证书 1 份：党建指导员岗前培训班"
    assert not changes.undoable
    assert {"certificates", "participations"} <= changes.kinds
    assert [each.certificate for each in list_participants(workspace, number)] == [
        numbers[0], "", "",
    ]  # fmt: skip
    with pytest.raises(RuleViolation, match="没有可颁发证书的人"):
        issue_training_certificates(workspace, number, TODAY)
    all_passed(workspace, number)
    more, _ = issue_training_certificates(workspace, number, TODAY)
    assert len(more) == 1
    lines = list_certificates(workspace, YEAR)
    assert {line.number for line in lines} == {*numbers, *more}
    assert {line.about for line in lines} == {"党建指导员岗前培训班"}
    assert certificate_ids(workspace, number) == {line.id for line in lines}
    with pytest.raises(RuleViolation, match="已有证书"):
        save_results(workspace, number, {first.id: {"result": ""}})
    with pytest.raises(RuleViolation, match="已有证书"):
        remove_participants(workspace, [first.id])
    with pytest.raises(RuleViolation, match="不能删除"):
        remove_session(workspace, number)


def test_a_certificate_that_cannot_be_printed_issues_none(workspace: Workspace) -> None:
    people = [
        number_of(make_talent(workspace)),
        number_of(make_talent(workspace, name="王\U00032000")),
    ]
    number = hold(workspace, *people)
    all_passed(workspace, number)
    with pytest.raises(RuleViolation, match="U\\+32000"):
        issue_training_certificates(workspace, number, TODAY)
    assert list_entries(workspace) == ()
    assert [each.certificate for each in list_participants(workspace, number)] == ["", ""]
    numbers, _ = issue_training_certificates(workspace, number, TODAY, allow_missing=True)
    assert len(numbers) == 2
    for day in (dt.date(2026, 2, 3), dt.date(2026, 3, 3)):
        with pytest.raises(ValidationFailed):
            issue_training_certificates(workspace, number, day)


def test_a_void_certificate_may_be_issued_anew_and_one_issued_instead_counts(
    workspace: Workspace,
) -> None:
    people = [number_of(make_talent(workspace)) for _ in range(2)]
    number = hold(workspace, *people)
    all_passed(workspace, number)
    issue_training_certificates(workspace, number, TODAY)
    first, second = sorted(list_entries(workspace), key=lambda entry: entry.number)
    instead, _ = reissue(workspace, first.number_id, Correction(TODAY, "写错"))
    void_document(workspace, second.number_id, Correction(TODAY, "重复"))
    assert [each.certificate for each in list_participants(workspace, number)] == [instead, ""]
    numbers, _ = issue_training_certificates(workspace, number, TODAY)
    assert [each.certificate for each in list_participants(workspace, number)] == [
        instead, *numbers,
    ]  # fmt: skip


def test_a_closed_year_is_not_written_into(workspace: Workspace) -> None:
    person = number_of(make_talent(workspace))
    number = hold(workspace, person)
    (taking,) = list_participants(workspace, number)
    close(workspace, YEAR)
    acts = (
        lambda: save_session(workspace, None, TEXTS),
        lambda: save_session(workspace, number, TEXTS),
        lambda: remove_session(workspace, number),
        lambda: add_participants(workspace, number, [person]),
        lambda: remove_participants(workspace, [taking.id]),
        lambda: save_results(workspace, number, {taking.id: {"presence": "出席"}}),
        lambda: issue_training_certificates(workspace, number, TODAY),
    )
    for act in acts:
        with pytest.raises(RuleViolation, match="已经办结"):
            act()


def test_a_paper_hangs_on_a_session_and_goes_with_it(workspace: Workspace, tmp_path: Path) -> None:
    number = hold(workspace)
    file = tmp_path / "签到表.txt"
    file.write_text("签到", encoding="utf-8")
    added = add_attachment(workspace, "training_sessions", number, file)
    assert added.changes.label == "添加培训“党建指导员岗前培训班 2026-02-02”的附件“签到表”"
    assert list_sessions(workspace, YEAR)[0].papers == 1
    remove_session(workspace, number)
    assert list_attachments(workspace, "training_sessions", number) == ()
    history.undo(workspace)
    assert len(list_attachments(workspace, "training_sessions", number)) == 1


def test_people_who_both_took_part_are_merged(workspace: Workspace) -> None:
    kept, lost = (number_of(make_talent(workspace)) for _ in range(2))
    number = hold(workspace, kept, lost)
    all_passed(workspace, number)
    other = hold(workspace, lost, held_from="2026-01-05", held_to="2026-01-06")
    merge_records(workspace, "talents", kept, [lost])
    assert [each.taking_part.talent_id for each in list_participants(workspace, number)] == [kept]
    assert [each.taking_part.talent_id for each in list_participants(workspace, other)] == [kept]
    history.undo(workspace)
    assert len(list_participants(workspace, number)) == 2


def test_people_with_different_results_say_what_to_do(workspace: Workspace) -> None:
    kept, lost = (number_of(make_talent(workspace)) for _ in range(2))
    number = hold(workspace, kept, lost)
    _, taking = list_participants(workspace, number)
    save_results(workspace, number, {taking.id: {"presence": "缺席"}})
    (reason,) = merge_preview(workspace, "talents", kept, [lost]).refused
    assert "两人都参加了“党建指导员岗前培训班”（2026-02-02），所记不同" in reason.message
    remove_participants(workspace, [taking.id])
    merge_records(workspace, "talents", kept, [lost])
    assert len(list_participants(workspace, number)) == 1


def test_whoever_is_to_be_posted_without_training_is_named(workspace: Workspace) -> None:
    (pair,) = make_pairs(workspace)
    (trainee,) = get_needs(workspace, YEAR).to_post
    assert (trainee.talent_id, trainee.lacks) == (pair.talent_id, "没有岗前培训的记录")
    with workspace.reading() as session:
        assert due_in(session, YEAR, TODAY) == []  # the policy asks for nothing
    save_policy(workspace, YEAR, {"training_months": "12"})
    with workspace.reading() as session:
        (due,) = due_in(session, YEAR, TODAY)
    assert (due.title, due.page, due.tab) == ("安排岗前培训", "duty", "trainings")
    assert pair.talent in due.who
    number = hold(workspace, pair.talent_id)
    all_passed(workspace, number)
    assert get_needs(workspace, YEAR).to_post == ()
    with workspace.reading() as session:
        assert due_in(session, YEAR, TODAY) == []


def test_days_of_the_year_are_counted_for_people_on_posts(workspace: Workspace) -> None:
    (pair,) = appointed(workspace)
    needs = get_needs(workspace, YEAR)
    (lacking,) = needs.yearly
    assert (lacking.talent_id, lacking.lacks) == (pair.talent_id, "本年已培训 0 天，还差 3 天")
    assert needs.days_due == 3
    number = hold(
        workspace, pair.talent_id, course="年度轮训", kind="年度培训",
        held_from="2026-02-10", held_to="2026-02-11",
    )  # fmt: skip
    all_passed(workspace, number)
    assert get_needs(workspace, YEAR).yearly[0].lacks == "本年已培训 2 天，还差 1 天"
    with workspace.reading() as session:
        (due,) = due_in(session, YEAR, TODAY)
        assert (due.title, due.due) == ("安排年度培训", dt.date(YEAR, 12, 31))
        assert due_in(session, YEAR, dt.date(YEAR + 1, 1, 5)) == []
    save_policy(workspace, YEAR, {"training_days_year": "2"})
    assert get_needs(workspace, YEAR).yearly == ()


def test_sessions_to_come_and_results_to_be_typed_are_due(workspace: Workspace) -> None:
    person = number_of(make_talent(workspace))
    over = hold(workspace, person)
    coming = hold(workspace, person, held_from="2026-03-10", held_to="2026-03-11")
    with workspace.reading() as session:
        found = {due.key: due for due in due_in(session, YEAR, TODAY)}
    assert found.keys() == {f"training:{coming}", f"results:{over}"}
    assert found[f"training:{coming}"].due == dt.date(2026, 3, 10)
    assert found[f"results:{over}"].due == dt.date(2026, 2, 11)
    all_present(workspace, over)
    with workspace.reading() as session:
        assert [due.key for due in due_in(session, YEAR, TODAY)] == [f"training:{coming}"]
