"""保存期限: who is due, what a purge takes out of tables, journal and file, and what it leaves."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import select, update

from partydesk.db import journal
from partydesk.db.base import Base
from partydesk.db.journal import ActionRow, ChangeRow
from partydesk.db.models import FileRow, RunRow
from partydesk.db.whose_rows import SHARED, UNTOUCHED, text_columns, ways_to_people
from partydesk.domain.drafts import Draft
from partydesk.domain.errors import EnvironmentProblem, NotFound, RuleViolation, ValidationFailed
from partydesk.domain.placements import Action, Cause, Order, State
from partydesk.domain.quality import Severity
from partydesk.domain.retention import Due, Ground, name_left
from partydesk.domain.talents import Talent
from partydesk.services.attachments import add_attachment, list_attachments, remove_attachment
from partydesk.services.disclosures import record_reveal
from partydesk.services.drafts import keep_drafts, list_drafts
from partydesk.services.history import list_actions, record_history, undo
from partydesk.services.merging import merge_records
from partydesk.services.number_register import list_entries
from partydesk.services.originals import compose_originals
from partydesk.services.photos import Cut, prepare_photo, store_photo
from partydesk.services.placements import act
from partydesk.services.policies import save_policy
from partydesk.services.pools import (
    get_record,
    retire_record,
    save_record,
    save_records,
    search_records,
)
from partydesk.services.protection import protect_workspace
from partydesk.services.retention import list_due, list_purges, purge_people
from partydesk.services.self_check import run_self_check
from partydesk.services.sign_in import Credentials
from partydesk.services.workspace import FILE_NAME, Workspace, open_workspace
from tests.factories import YEAR, StandingClock, make_talent, number_of
from tests.plain_text import found_in
from tests.services.issued import appointed, kept_rows, original, require_kept_files_whole

NAME, NUMBER, PHONE = "格根塔娜", "150430196503020020", "13847612345"
WHY = "批准文件〔2032〕7号"


@pytest.fixture(autouse=True)
def _chain_holds(workspace: Workspace) -> object:
    """Whatever is taken out, the journal stays whole."""
    yield
    if not workspace.locked:
        with workspace.reading() as session:
            assert journal.broken_links(session) == []


def _leave(workspace: Workspace, person: int, clock: StandingClock, years: int = 6) -> None:
    """Let somebody leave the pool, and years go by."""
    retire_record(workspace, "talents", person, "年龄原因")
    clock.advance(days=366 * years)


def _ended(workspace: Workspace, clock: StandingClock, count: int = 1, **talent: str) -> list[int]:
    """People with a letter, whose posting has ended long ago."""
    placements = appointed(workspace, count, **talent)
    act(workspace, YEAR, Action.START, Order(workspace.today()))
    clock.advance(days=30)
    order = Order(workspace.today(), why="离开本旗", cause=Cause.LEFT, outcome=State.TERMINATED)
    act(workspace, YEAR, Action.END, order)
    clock.advance(days=366 * 6)
    return [placement.talent_id for placement in placements]


def _purge(workspace: Workspace, *people: int, reason: str = WHY, asked: bool = True) -> None:
    purge_people(workspace, people, reason=reason, ground=Ground.ASKED if asked else None)


def _found(workspace: Workspace, *words: str) -> list[str]:
    """Which of the words stand in the bytes of the file."""
    content = (workspace.folder / FILE_NAME).read_bytes()
    return [word for word in words if word.encode() in content]


# -- who is due ----------------------------------------------------------------------------


def test_who_left_the_pool_is_due_when_the_years_are_over(
    workspace: Workspace, clock: StandingClock
) -> None:
    person = make_talent(workspace, name=NAME)
    make_talent(workspace)
    retire_record(workspace, "talents", number_of(person), "年龄原因")
    clock.now = clock.now.replace(year=2031, day=1)
    assert list_due(workspace) == ()
    clock.advance(days=1)
    assert list_due(workspace) == (
        Due(number_of(person), NAME, Ground.LEFT, dt.date(2026, 3, 2), dt.date(2031, 3, 2)),
    )


def test_the_years_are_the_policys(workspace: Workspace, clock: StandingClock) -> None:
    save_policy(workspace, YEAR, {"retention_years": "1"})
    _leave(workspace, number_of(make_talent(workspace)), clock, years=1)
    assert len(list_due(workspace)) == 1


def test_who_was_posted_is_due_after_the_last_term_and_the_last_change(
    workspace: Workspace, clock: StandingClock
) -> None:
    (person,) = _ended(workspace, clock)
    assert [due.ground for due in list_due(workspace)] == [Ground.ENDED]
    save_record(workspace, "talents", person, {"note": "仍愿任职"})
    assert list_due(workspace) == ()


def test_nobody_is_due_who_is_on_post(workspace: Workspace, clock: StandingClock) -> None:
    (placement,) = appointed(workspace)
    _leave(workspace, placement.talent_id, clock)
    assert list_due(workspace) == ()
    with pytest.raises(RuleViolation, match="还有一项没有结束的选派"):
        _purge(workspace, placement.talent_id)


# -- what is refused -----------------------------------------------------------------------


def test_who_is_not_due_is_taken_out_only_when_they_asked(workspace: Workspace) -> None:
    person = number_of(make_talent(workspace))
    with pytest.raises(RuleViolation, match="保存期限（5 年）还没有满"):
        _purge(workspace, person, asked=False)
    _purge(workspace, person, reason="本人申请（2026年3月1日）")
    assert list_purges(workspace)[0].label.startswith("清除 1 人的个人信息（本人要求删除）")


@pytest.mark.parametrize("reason", ["", "  ", f"{NAME}本人申请"])
def test_the_reason_is_needed_and_names_nobody(workspace: Workspace, reason: str) -> None:
    person = number_of(make_talent(workspace, name=NAME))
    with pytest.raises(ValidationFailed):
        _purge(workspace, person, reason=reason)
    assert get_record(workspace, "talents", person).name == NAME


def test_nobody_is_taken_out_twice(workspace: Workspace) -> None:
    person = number_of(make_talent(workspace))
    _purge(workspace, person)
    with pytest.raises(NotFound, match="已经清除过"):
        _purge(workspace, person)


def test_a_backup_that_fails_stops_the_purge(workspace: Workspace) -> None:
    person = number_of(make_talent(workspace, name=NAME))

    def failing(_workspace: Workspace) -> str:
        raise EnvironmentProblem("U 盘已满")

    with pytest.raises(EnvironmentProblem, match="U 盘已满"):
        purge_people(workspace, [person], reason=WHY, ground=Ground.ASKED, backup=failing)
    assert get_record(workspace, "talents", person).name == NAME


# -- what is taken out ---------------------------------------------------------------------


def _full(workspace: Workspace, tmp_path: Path) -> Talent:
    """Somebody with everything that can hang on a person but a posting."""
    scan = tmp_path / "身份证.txt"
    scan.write_text(f"{NAME} {NUMBER}", encoding="utf-8")
    picture = tmp_path / "照片.png"
    Image.new("RGB", (400, 560), "white").save(picture)
    photo = store_photo(workspace, prepare_photo(picture), Cut(0, 0, 400))
    person = make_talent(
        workspace, name=NAME, citizen_number=NUMBER, phone=PHONE, photo=photo,
        unit_post="旗农牧局退休干部", resume="1983.07--2025.03 在旗农牧局工作", note="住新惠镇",
    )  # fmt: skip
    add_attachment(workspace, "talents", number_of(person), scan, "身份证")
    draft = Draft(person.id, NAME, {"phone": "13947600000"}, {"phone": PHONE})
    keep_drafts(workspace, "talents", [draft])
    record_reveal(workspace, "talents", number_of(person), "citizen_number", "与证件核对身份")
    return person


def test_nothing_of_the_person_is_left_in_the_file(workspace: Workspace, tmp_path: Path) -> None:
    person = _full(workspace, tmp_path)
    other = make_talent(workspace, name="格根塔娜日", phone="13847600001")
    signs = (NAME, NUMBER, PHONE, "13947600000", "旗农牧局退休干部", "住新惠镇", "gegentana")
    assert len(_found(workspace, *signs[:6])) == 6
    _purge(workspace, number_of(person))
    assert [one for one in _found(workspace, *signs) if one != NAME] == []
    content = (workspace.folder / FILE_NAME).read_bytes().decode("utf-8", "ignore")
    assert content.count(NAME) == content.count("格根塔娜日") > 0
    left = get_record(workspace, "talents", number_of(person))
    assert (left.name, left.phone, left.is_retired) == (name_left(number_of(person)), None, True)
    assert get_record(workspace, "talents", number_of(other)).name == "格根塔娜日"
    assert list_attachments(workspace, "talents", number_of(person)) == ()
    assert list_drafts(workspace, "talents") == ()
    with workspace.reading() as session:
        assert session.scalars(select(FileRow.sha256)).all() == []


def test_the_search_follows(workspace: Workspace) -> None:
    person = make_talent(workspace, name=NAME, phone=PHONE)
    assert search_records(workspace, "talents", "ggtn")[1] == 1
    _purge(workspace, number_of(person))
    for words in (NAME, "ggtn", "12345"):
        assert search_records(workspace, "talents", words)[1] == 0


def test_the_history_says_that_and_how_much_but_not_what(
    workspace: Workspace, tmp_path: Path
) -> None:
    person = number_of(_full(workspace, tmp_path))
    _purge(workspace, person)
    (purge,) = list_purges(workspace)
    (taken,) = purge.people
    assert taken.talent_id == person
    assert (taken.counts["附件"], taken.counts["照片"]) == (1, 1)
    assert taken.counts["登记的内容（项）"] >= 7
    assert purge.emptied_actions == 3
    labels = [action.label for action in list_actions(workspace)]
    assert not any(NAME in label for label in labels)
    assert f"查看人才“{name_left(person)}”的完整公民身份号码，用途：与证件核对身份" in labels
    changes = [change for entry in record_history(workspace, "talents", person)
               for change in entry.changes]  # fmt: skip
    assert {change.after for change in changes} == {"可选派", name_left(person)}


def test_what_was_emptied_is_not_taken_back(workspace: Workspace) -> None:
    person = make_talent(workspace, name=NAME)
    made = list_actions(workspace)[0].id
    _purge(workspace, number_of(person))
    for action in (made, list_actions(workspace)[0].id):
        with pytest.raises(RuleViolation, match="不能撤销"):
            undo(workspace, action)


def test_a_record_that_was_merged_into_theirs_goes_with_it(workspace: Workspace) -> None:
    kept = make_talent(workspace, name=NAME, citizen_number=NUMBER)
    twin = make_talent(workspace, name="格根塔那", phone=PHONE)
    save_record(workspace, "talents", number_of(kept), {"citizen_number": ""})
    save_record(workspace, "talents", number_of(twin), {"citizen_number": NUMBER})
    merge_records(workspace, "talents", number_of(kept), [number_of(twin)])
    _purge(workspace, number_of(kept))
    assert _found(workspace, NAME, "格根塔那", NUMBER, PHONE) == []


def test_a_file_that_hangs_elsewhere_stays(workspace: Workspace, tmp_path: Path) -> None:
    scan = tmp_path / "名单.txt"
    scan.write_text("同一份名单", encoding="utf-8")
    leaving, staying = make_talent(workspace), make_talent(workspace)
    for person in (leaving, staying):
        add_attachment(workspace, "talents", number_of(person), scan)
    kept = list_attachments(workspace, "talents", number_of(staying))[0]
    removed = remove_attachment(workspace, kept.id)
    _purge(workspace, number_of(leaving))
    undo(workspace, removed.action)
    assert list_attachments(workspace, "talents", number_of(staying)) == (kept,)


def test_a_namesake_who_stays_keeps_their_name(workspace: Workspace) -> None:
    leaving, staying = make_talent(workspace, name=NAME), make_talent(workspace, name=NAME)
    purged = purge_people(workspace, [number_of(leaving)], reason=WHY, ground=Ground.ASKED)
    assert purged.namesakes == 1
    assert get_record(workspace, "talents", number_of(staying)).name == NAME
    labels = [action.label for action in list_actions(workspace)]
    assert sum(NAME in label for label in labels) == 1


# -- what was issued -----------------------------------------------------------------------


def test_what_was_issued_is_kept_where_the_policy_says_so(
    workspace: Workspace, clock: StandingClock
) -> None:
    (person,) = _ended(workspace, clock)
    name = get_record(workspace, "talents", person).name
    before = kept_rows(workspace)
    number = next(entry.number for entry in list_entries(workspace) if entry.title == "委任书")
    pages = original(workspace, number)
    _purge(workspace, person, asked=False)
    assert original(workspace, number) == pages
    assert {n: row.code for n, row in kept_rows(workspace).items()} == {
        n: row.code for n, row in before.items()
    }
    assert {entry.paper.who for entry in list_entries(workspace) if entry.paper} == {name}
    assert list_purges(workspace)[0].people[0].counts["已发文书（照旧保存）"] == 2


def test_what_was_issued_leaves_only_its_number(workspace: Workspace, clock: StandingClock) -> None:
    first, second = _ended(workspace, clock, 2)
    save_policy(workspace, YEAR, {"purge_papers": "是"})
    name = get_record(workspace, "talents", first).name
    letters = [e for e in list_entries(workspace) if e.title == "委任书"]
    mine, theirs = letters[0], letters[1]
    assert mine.paper is not None
    assert mine.paper.who == name
    before = _text(original(workspace, theirs.number))
    clock.advance(days=366 * 6)
    _purge(workspace, first, asked=False)
    assert _found(workspace, name) == []
    entries = {entry.number: entry for entry in list_entries(workspace)}
    assert (entries[mine.number].is_kept, entries[theirs.number].is_kept) == (False, True)
    assert entries[mine.number].paper.who == name_left(first)  # type: ignore[union-attr]
    with pytest.raises(RuleViolation, match="只留编号"):
        compose_originals(workspace, [mine.number_id], look=True)
    assert _text(original(workspace, theirs.number)) == before
    assert get_record(workspace, "talents", second).name in before
    require_kept_files_whole(workspace)


def _text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_words_about_several_people_lose_the_name(
    workspace: Workspace, clock: StandingClock
) -> None:
    first, second = _ended(workspace, clock, 2)
    names = [get_record(workspace, "talents", each).name for each in (first, second)]
    _purge(workspace, first, asked=False)
    with workspace.reading() as session:
        told = str(session.scalars(select(RunRow.result)).one())
    assert names[0] not in told
    assert names[1] in told


# -- the journal ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["label", "image", "seal", "purged_by", "another"])
def test_only_a_genuine_purge_explains_an_emptied_entry(workspace: Workspace, kind: str) -> None:
    person, other = make_talent(workspace, name=NAME), make_talent(workspace)
    _purge(workspace, number_of(person))
    with workspace.reading() as session:
        purge = session.scalars(select(ActionRow).where(ActionRow.code == journal.PURGE)).one()
        made = {
            change.row_id: change.action_id
            for change in session.scalars(
                select(ChangeRow).where(
                    ChangeRow.operation == "insert", ChangeRow.table_name == "talents"
                )
            )
        }
        emptied, whole = made[number_of(person)], made[number_of(other)]
        changed = update(ActionRow).where(ActionRow.id == emptied)
        images = update(ChangeRow)
        expected = emptied
        if kind == "label":
            session.execute(changed.values(label="新增企业"))
        elif kind == "image":
            session.execute(
                images.where(ChangeRow.action_id == emptied).values(after={"state": "暂缓"})
            )
        elif kind == "seal":
            where = images.where(ChangeRow.action_id == purge.id, ChangeRow.row_id == emptied)
            session.execute(
                where.where(ChangeRow.table_name == "actions").values(after={"seal": "0" * 64})
            )
        elif kind == "purged_by":
            session.execute(changed.values(purged_by=whole))
        else:  # an entry that no purge named is emptied as if one had
            expected = whole
            session.execute(images.where(ChangeRow.action_id == whole).values(after={}))
            session.execute(
                update(ActionRow).where(ActionRow.id == whole).values(purged_by=purge.id)
            )
        assert expected in journal.broken_links(session)


def test_a_second_purge_seals_anew_what_a_first_has_left(workspace: Workspace) -> None:
    people, _ = save_records(
        workspace, "talents", [{"name": NAME}, {"name": "宝音图"}, {"name": "白音那"}]
    )
    _purge(workspace, people[0])
    _purge(workspace, people[1])
    with workspace.reading() as session:
        assert journal.broken_links(session) == []
    assert _found(workspace, NAME, "宝音图", "白音那") == ["白音那"]


# -- every table ---------------------------------------------------------------------------


def test_every_table_with_words_is_sorted() -> None:
    """A table that is added must say whether it holds words about people."""
    tables = {t.name for t in Base.metadata.tables.values() if text_columns(t)}
    sorted_ = {*ways_to_people(), *SHARED, *UNTOUCHED, "actions", "changes"}
    assert tables - sorted_ == set()
    assert set(SHARED) & (set(ways_to_people()) | UNTOUCHED) == set()
    assert UNTOUCHED & set(ways_to_people()) == set()


def test_a_protected_workspace_opens_again_after_a_purge(
    workspace: Workspace, clock: StandingClock
) -> None:
    """The file is written anew under the same key."""
    person = make_talent(workspace, name=NAME)
    protect_workspace(workspace, "管理员", "塔林草原上的白云")
    _purge(workspace, number_of(person))
    folder = workspace.folder
    workspace.close()
    assert found_in([folder], [NAME]) == []
    credentials = Credentials("塔林草原上的白云", "管理员")
    with open_workspace(folder, credentials=credentials, clock=clock) as opened:
        assert [purge.who for purge in list_purges(opened)] == ["管理员"]
        assert get_record(opened, "talents", number_of(person)).name == name_left(person.id or 0)


@pytest.mark.parametrize("papers", ["否", "是"])
def test_the_self_check_finds_nothing_wrong_after_a_purge(
    workspace: Workspace, clock: StandingClock, papers: str
) -> None:
    first, _second = _ended(workspace, clock, 2)
    save_policy(workspace, YEAR, {"purge_papers": papers})
    clock.advance(days=366 * 6)
    _purge(workspace, first, asked=False)
    found = [one for look in run_self_check(workspace).looks for one in look.findings]
    assert [f"{one.what}：{one.affected}" for one in found if one.severity is Severity.ERROR] == []
