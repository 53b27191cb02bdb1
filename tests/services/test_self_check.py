"""自检: each check finds the fault planted for it, and says what it affects and what helps."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from partydesk.db.engine import open_engine
from partydesk.db.journal import head_of
from partydesk.domain.drafts import Draft
from partydesk.domain.errors import Cancelled
from partydesk.domain.evidence import Head
from partydesk.domain.placements import Placement
from partydesk.domain.print_plan import PrintPlan
from partydesk.domain.quality import Severity
from partydesk.domain.self_check import Finding, Report
from partydesk.resources import resource_path
from partydesk.services.attachments import add_attachment
from partydesk.services.backups import make_backup
from partydesk.services.drafts import keep_drafts
from partydesk.services.fonts import choose_font
from partydesk.services.history import list_actions, undo
from partydesk.services.print_jobs import begin_job
from partydesk.services.printing import compose
from partydesk.services.self_check import CHECKS, Check, last_self_check, program, run_self_check
from partydesk.services.self_check.sheet import compose_report
from partydesk.services.workspace import FILE_NAME, Workspace, open_workspace
from tests.factories import StandingClock, make_talent, number_of
from tests.reports.printed import pages_of
from tests.services.issued import appointed

_PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture(scope="module")
def filled(
    template_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, tuple[Placement, ...]]:
    """A workspace with two people on their posts, their papers and a scan; nobody writes to it."""
    folder = tmp_path_factory.mktemp("filled")
    shutil.copyfile(template_file, folder / FILE_NAME)
    scan = folder / "合同.pdf"
    scan.write_bytes(_PDF)
    with open_workspace(folder, clock=StandingClock()) as workspace:
        pairs = appointed(workspace, 2)
        number = number_of(make_talent(workspace, name="苏和"))
        add_attachment(workspace, "talents", number, scan)
    scan.unlink()
    return folder / FILE_NAME, pairs


@pytest.fixture
def folder(filled: tuple[Path, tuple[Placement, ...]], tmp_path: Path) -> Path:
    """A folder with a copy of it."""
    place = tmp_path / "desk"
    place.mkdir()
    shutil.copyfile(filled[0], place / FILE_NAME)
    return place


@pytest.fixture
def desk(folder: Path, clock: StandingClock) -> Iterator[Workspace]:
    """The copy, open."""
    with open_workspace(folder, clock=clock) as opened:
        yield opened


def _tamper(folder: Path, *deeds: str) -> None:
    """Change the file the way another program would."""
    engine = open_engine(folder / FILE_NAME, foreign_keys=False)
    with engine.begin() as connection:
        connection.execute(text("PRAGMA ignore_check_constraints = ON"))
        for deed in deeds:
            connection.execute(text(deed))
    engine.dispose()


def _look(workspace: Workspace, *heads: Head) -> Report:
    return run_self_check(workspace, heads)


def _found(report: Report, code: str) -> Finding:
    """The only finding of a code, which says everything that it should."""
    (finding,) = [one for one in report.findings if one.code == code]
    assert all((finding.what, finding.affected, finding.remedy))
    return finding


def _codes(report: Report) -> set[str]:
    return {finding.code for finding in report.findings}


#: What any desk without a password and a backup is told.
_ALWAYS = {"unprotected", "backup_age"}


def test_a_sound_workspace_has_nothing_but_what_was_left_undone(desk: Workspace) -> None:
    report = _look(desk)
    assert _codes(report) == _ALWAYS
    assert report.is_sound
    assert [look.title for look in report.looks] == [check.title for check in CHECKS]
    make_backup(desk)
    assert _codes(_look(desk)) == {"unprotected", "drill_due"}


def test_that_it_was_done_is_kept_and_is_no_act_to_be_undone(desk: Workspace) -> None:
    assert last_self_check(desk) is None
    with desk.reading() as session:
        before = head_of(session)
    report = _look(desk)
    assert report.head == before
    last = last_self_check(desk)
    assert last is not None
    assert (last.when, last.words) == (desk.clock(), report.words)
    assert list_actions(desk)[0].code == "self_check"
    assert undo(desk).label != list_actions(desk)[0].label


_DEEDS: dict[str, tuple[str, ...]] = {
    "ties": ("DELETE FROM wishes", "UPDATE attachments SET talent_id = 999"),
    "unreadable": ("UPDATE talents SET birth = 'gestern' WHERE id = 1",),
    "shape": ("ALTER TABLE talents ADD COLUMN nickname TEXT",),
    "files": (
        "UPDATE stored_files SET content = x'00' WHERE sha256 = (SELECT sha256 FROM attachments)",
    ),
    "journal": ("UPDATE actions SET label = '别的' WHERE id = 3",),
    "number_gap": ("UPDATE numbers SET serial = 7, text = '改〔2026〕7号' WHERE id = 2",),
    "number_empty": ("DELETE FROM letters WHERE id = 1",),
    "issued_pages": ("UPDATE issued_documents SET pages = 40 WHERE id = 1",),
    "issued_code": (
        "UPDATE issued_documents SET code = replace(code, substr(code, 90, 4), '7777')",
    ),
    "frozen": (
        "UPDATE letters SET content = replace(content, '党建指导员', '党组织书记') WHERE id = 1",
    ),
    "pairs": ("UPDATE placements SET state = 'on_post' WHERE id = 1",),
    "quality": (
        "UPDATE talents SET citizen_number = '150430196501010013' WHERE id = 1",
        "UPDATE talents SET birth = '1970-01-01' WHERE id = 1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", sorted(_DEEDS))
def test_what_was_done_past_the_program_is_found(
    folder: Path, clock: StandingClock, code: str
) -> None:
    _tamper(folder, *_DEEDS[code])
    with open_workspace(folder, clock=clock) as workspace:
        assert code in _codes(_look(workspace))


def test_a_finding_names_what_it_affects(
    folder: Path, clock: StandingClock, filled: tuple[Path, tuple[Placement, ...]]
) -> None:
    _tamper(folder, *_DEEDS["files"], *_DEEDS["frozen"])
    number = filled[1][0].letter_number
    with open_workspace(folder, clock=clock) as workspace:
        report = _look(workspace)
    assert not report.is_sound
    assert _found(report, "files").affected == "附件“合同”"
    assert _found(report, "frozen").affected == number
    assert report.count(Severity.ERROR) == 2


def test_a_changed_original_is_named_by_its_numbers(
    folder: Path, clock: StandingClock, filled: tuple[Path, tuple[Placement, ...]]
) -> None:
    _tamper(
        folder,
        "UPDATE stored_files SET content = x'00' WHERE sha256 ="
        " (SELECT pdf_sha256 FROM issued_documents ORDER BY id DESC LIMIT 1)",
    )
    with open_workspace(folder, clock=clock) as workspace:
        affected = _found(_look(workspace), "files").affected
    assert all(f"文书{pair.letter_number}" in affected for pair in filled[1])


def test_a_damaged_page_is_found_and_the_other_checks_go_on(
    folder: Path, clock: StandingClock
) -> None:
    with open_workspace(folder, clock=clock) as workspace, workspace.reading() as session:
        size = session.scalar(text("PRAGMA page_size"))
        page = session.scalar(text("SELECT rootpage FROM sqlite_schema WHERE name = 'wishes'"))
    with (folder / FILE_NAME).open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * 64)
    with open_workspace(folder, clock=clock) as workspace:
        report = _look(workspace)
    assert "pages" in _codes(report)
    assert len(report.looks) == len(CHECKS)
    assert _found(report, "pages").severity is Severity.ERROR


def test_a_record_that_the_search_misses_is_found(folder: Path, clock: StandingClock) -> None:
    _tamper(
        folder,
        "DELETE FROM search_index WHERE kind = 'talents' AND record_id = 1",
        "UPDATE search_index SET text = 'x' WHERE kind = 'talents' AND record_id = 2",
        "UPDATE search_index SET record_id = 99 WHERE kind = 'enterprises' AND record_id = 1",
    )
    with open_workspace(folder, clock=clock) as workspace:
        found = [one for one in _look(workspace).findings if one.code == "search_index"]
    assert [one.affected for one in found] == ["人才 2 条", "单位 2 条"]


def test_a_forged_chain_is_told_by_the_letter_that_was_printed(
    folder: Path, clock: StandingClock, filled: tuple[Path, tuple[Placement, ...]]
) -> None:
    """Both by the head typed in from paper and by the one kept with the letter."""
    with open_workspace(folder, clock=clock) as workspace, workspace.reading() as session:
        printed = head_of(session)
    _tamper(folder, "UPDATE actions SET hash = 'x' || substr(hash, 2)")
    with open_workspace(folder, clock=clock) as workspace:
        report = _look(workspace, printed)
    said = [one for one in report.findings if one.code == "journal"]
    assert any(printed.words in one.what for one in said)
    numbers = [pair.letter_number for pair in filled[1]]
    assert any(all(f"文书{number}" in one.affected for number in numbers) for one in said)


def test_a_kept_head_that_was_changed_is_told(folder: Path, clock: StandingClock) -> None:
    _tamper(folder, "UPDATE letters SET content = replace(content, '记录 ', '笔录 ')")
    with open_workspace(folder, clock=clock) as workspace:
        said = [one.what for one in _look(workspace).findings if one.code == "journal"]
    assert said == ["文书存档里的记录号被改动过"]


def test_what_lies_on_the_desk_is_named(desk: Workspace, tmp_path: Path) -> None:
    keep_drafts(desk, "talents", [Draft(None, "未存", {"name": "未存"}, {})])
    (desk.folder / ".x1.part").touch()
    report = _look(desk)
    assert _found(report, "drafts").affected == "人才 1 份"
    assert _found(report, "leftovers").affected == ".x1.part"
    assert {one.severity for one in report.findings if one.code not in _ALWAYS} == {Severity.NOTICE}


def test_a_batch_that_was_not_printed_to_its_end_is_named(desk: Workspace) -> None:
    begin_job(desk, "委任书", _PDF, PrintPlan((1,)))
    assert _found(_look(desk), "print_jobs").affected == "委任书"


def test_files_of_the_program_that_are_gone_are_found(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*parts: str) -> Path:
        raise FileNotFoundError(parts)

    monkeypatch.setattr(program, "resource_path", gone)
    found = _found(_look(desk), "resources")
    assert found.severity is Severity.ERROR
    assert "dictionaries/words.json" in found.affected


def test_a_clock_that_was_set_back_is_found(desk: Workspace, clock: StandingClock) -> None:
    clock.advance(days=-2)
    assert _found(_look(desk), "clock_back").severity is Severity.WARNING


def test_an_old_backup_is_a_warning(desk: Workspace, clock: StandingClock) -> None:
    make_backup(desk)
    clock.advance(days=11)
    assert "11 天" in _found(_look(desk), "backup_age").what


def test_a_chosen_font_that_is_gone_is_named(desk: Workspace, tmp_path: Path) -> None:
    font = tmp_path / "own.ttf"
    shutil.copyfile(resource_path("fonts", "LXGWWenKai-Regular.ttf"), font)
    choose_font(desk, "kai", str(font))
    font.unlink()
    assert _found(_look(desk), "fonts").severity is Severity.WARNING


def test_a_check_that_stumbles_keeps_no_other_from_being_done(desk: Workspace) -> None:
    def stumble(_given: object) -> Iterator[Finding]:
        raise ZeroDivisionError
        yield

    checks = (Check("first", "第一项", stumble), *CHECKS[-1:])
    report = run_self_check(desk, checks=checks)
    assert [look.word for look in report.looks] == ["错误", "正常"]
    assert "ZeroDivisionError" in report.findings[0].what


def test_it_can_be_stopped_and_then_leaves_nothing(desk: Workspace) -> None:
    def stop(done: int, total: int, what: str) -> None:
        del total, what
        if done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        run_self_check(desk, progress=stop)
    assert last_self_check(desk) is None


def test_the_page_for_the_supervisor_says_all_of_it(folder: Path, clock: StandingClock) -> None:
    _tamper(folder, *_DEEDS["journal"])
    with open_workspace(folder, clock=clock) as workspace:
        report = _look(workspace)
        printout = compose_report(workspace, report)
        text_ = "".join(pages_of(printout))
        for words in (
            *(look.title for look in report.looks),
            *(one.what for one in report.findings),
            *(one.remedy for one in report.findings),
            report.head.words,
            "有错误，须处理",
        ):
            assert "".join(words.split()) in text_, words
        assert printout.warnings == ()
        before = len(list_actions(workspace))
        assert compose(workspace, "self-check", year=2026).records == 1
        assert len(list_actions(workspace)) == before
