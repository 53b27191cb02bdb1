"""A batch on its way: to the tray, turned by hand, stopped by a jam, and after a power cut."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from partydesk.domain.changes import Changes
from partydesk.domain.errors import Cancelled
from partydesk.domain.print_plan import PrintPlan, Sides
from partydesk.services.print_jobs import begin_job, unfinished_jobs
from partydesk.services.workspace import Workspace
from partydesk.ui import printing
from partydesk.ui.main_window import MainWindow
from partydesk.ui.paper.print_dialog import Batch, PrintDialog
from partydesk.ui.paper.print_run import PrintRun, ResumeDialog
from partydesk.ui.widgets.dialog import BaseDialog
from tests.ui.answers import Answers
from tests.ui.paper.conftest import CANON, HP
from tests.ui.paper.print_victim import PAGES, PLAN
from tests.ui.paper_prints import numbered_pdf, pages_on
from tests.ui.round_window import settle

ROOT = Path(__file__).parents[3]


class Recorded:
    """Counts what is written down as printed."""

    def __init__(self) -> None:
        self.plans: list[PrintPlan] = []

    def __call__(self, plan: PrintPlan) -> Changes:
        self.plans.append(plan)
        return Changes()


@pytest.fixture
def recorded() -> Recorded:
    return Recorded()


@pytest.fixture
def batch(recorded: Recorded) -> Batch:
    return Batch("letters", "委任书（30份）", numbered_pdf(PAGES), PLAN.documents, 1, recorded)


@pytest.fixture
def run(window: MainWindow, workspace: Workspace) -> PrintRun:
    return PrintRun(window, window.desk, workspace)


def printed(answers: Answers) -> list[list[int]]:
    """The pages of each print job."""
    return [pages_on(data) for data in answers.paper]


def choose_pages(pages: str) -> object:
    def fill(dialog: BaseDialog) -> bool:
        assert isinstance(dialog, PrintDialog)
        dialog.pages.setText(pages)
        return True

    return fill


def go_on_at(number: int | None) -> object:
    """Answer the question where to go on; None gives the rest up."""

    def fill(dialog: BaseDialog) -> bool:
        assert isinstance(dialog, ResumeDialog)
        if number is None:
            dialog._give_up()
        else:
            dialog.feed.setValue(number)
            assert f"人{number}（{number}号）" in dialog._said.text()
            assert dialog._act.text() == f"从第 {number} 张继续"
        return True

    return fill


def test_what_was_chosen_is_printed_recorded_once_and_seen_to_be_good(
    run: PrintRun,
    batch: Batch,
    recorded: Recorded,
    window: MainWindow,
    workspace: Workspace,
    answers: Answers,
) -> None:
    answers.fill(choose_pages("2-4"))  # type: ignore[arg-type]
    answers.say("都打好了")
    run.ask(batch)
    settle(window)
    assert printed(answers) == [[2, 3, 4]]
    assert [plan.pages for plan in recorded.plans] == [(2, 3, 4)]
    assert unfinished_jobs(workspace) == ()
    assert answers.asked[-1] == "委任书（30份）都打好了吗 3 张已送打印机。请等纸出齐后看一眼。"
    # Who thinks better of it prints nothing.
    answers.fill(lambda _dialog: False)
    run.ask(batch)
    settle(window)
    assert len(recorded.plans) == 1


def test_after_a_jam_the_rest_is_printed_without_a_number_twice(
    run: PrintRun,
    batch: Batch,
    recorded: Recorded,
    window: MainWindow,
    workspace: Workspace,
    answers: Answers,
) -> None:
    answers.say("卡纸了，接着打…", "都打好了")
    answers.fill(go_on_at(17))  # type: ignore[arg-type]
    run.print(batch, PLAN)
    settle(window)
    assert printed(answers) == [list(range(1, 31)), list(range(17, 31))]
    assert len(recorded.plans) == 1
    assert unfinished_jobs(workspace) == ()
    # The second time it says what went out then.
    assert re.findall(r"都打好了吗 (\d+) 张", " ".join(answers.asked)) == ["30", "14"]


@pytest.fixture
def killed(workspace_folder: Path, tmp_path: Path) -> None:
    """Thirty letters were on their way when the power went off at the seventeenth."""
    victim = [sys.executable, "-m", "tests.ui.paper.print_victim", str(workspace_folder)]
    died = subprocess.run(
        [*victim, str(tmp_path / "killed.pdf"), "17"], cwd=ROOT, capture_output=True, check=False
    )
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()


def test_a_batch_killed_at_sheet_17_of_30_goes_on_there_after_the_restart(
    killed: None, workspace: Workspace, run: PrintRun, window: MainWindow, answers: Answers
) -> None:
    (job,) = unfinished_jobs(workspace)
    assert job.done == 16
    sent_before = [page for feed in job.plan.feeds()[: job.done] for page in feed.pages]
    answers.fill(lambda dialog: isinstance(dialog, ResumeDialog))
    answers.say("都打好了")
    run.resume(job)
    settle(window)
    (rest,) = printed(answers)
    assert sent_before + rest == list(range(1, 31))
    assert unfinished_jobs(workspace) == ()


def test_the_rest_can_be_given_up_or_left_for_later(
    run: PrintRun, batch: Batch, window: MainWindow, workspace: Workspace, answers: Answers
) -> None:
    answers.say("以后再说")
    run.print(batch, PLAN)
    settle(window)
    (job,) = unfinished_jobs(workspace)
    assert job.done == 30
    answers.fill(lambda _dialog: False, go_on_at(None))  # type: ignore[arg-type]
    run.resume(job)
    settle(window)
    assert unfinished_jobs(workspace) == (job,)
    run.resume(job)
    settle(window)
    assert unfinished_jobs(workspace) == ()
    assert len(answers.paper) == 1


def test_a_stopped_batch_is_found_among_the_unfinished_ones(
    run: PrintRun,
    batch: Batch,
    window: MainWindow,
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    really = printing.send_feeds

    def stopped(data, printer, plan, feeds, progress, sent) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
        def stop(done: int, total: int, what: str) -> None:
            if done == 4:
                raise Cancelled

        really(data, printer, plan, feeds, stop, sent)

    monkeypatch.setattr(printing, "send_feeds", stopped)
    run.print(batch, PLAN)
    settle(window)
    (job,) = unfinished_jobs(workspace)
    assert job.done == 4


def test_turned_by_hand_the_backs_wait_until_the_pile_is_turned(
    run: PrintRun, window: MainWindow, workspace: Workspace, answers: Answers
) -> None:
    pair = Batch("agreements", "协议书", numbered_pdf(5))
    plan = PrintPlan((1, 2, 3, 4, 5), sides=Sides.BY_HAND, printer="Canon")
    answers.say(True, "都打好了")
    run.print(pair, plan)
    settle(window)
    assert printed(answers) == [[1, 3, 5], [2, 4, 0]]
    assert answers.asked[0].startswith("请翻纸 正面 3 张已送打印机")
    assert "都打好了吗 3 张已送打印机" in answers.asked[1]  # three sheets, through twice
    assert unfinished_jobs(workspace) == ()
    # Who leaves it for later finds the backs still to be printed.
    answers.say(False)
    run.print(pair, plan)
    settle(window)
    (job,) = unfinished_jobs(workspace)
    assert [feed.back for feed in job.rest] == [2, 4, 0]
    assert job.plan.said_done(4) == "共 3 张，正面已送 3 张，背面已送 1 张"
    asked = ResumeDialog(window, job, (CANON,))
    assert asked._act.text() == "从背面第 1 张继续"


def test_what_stands_too_near_the_edge_is_asked_about_before_any_paper_is_used(
    run: PrintRun, window: MainWindow, workspace: Workspace, answers: Answers, recorded: Recorded
) -> None:
    low = Batch("letters", "委任书", numbered_pdf(2, top=3), PLAN.documents[:2], 1, recorded)
    plan = PrintPlan((1, 2), documents=PLAN.documents[:2], printer="HP")
    answers.say(False, True)
    run.print(low, plan)
    settle(window)
    assert answers.paper == []
    assert recorded.plans == []
    assert "人1（1号）、第 1 页；人2（2号）、第 2 页：上边有内容距纸边只有 3.0" in answers.asked[0]
    run.print(low, plan)
    settle(window)
    assert printed(answers) == [[1, 2]]
    # Two sheets are seen at a glance.
    assert unfinished_jobs(workspace) == ()


def test_the_rest_goes_to_another_printer_where_the_first_is_gone(
    run: PrintRun, window: MainWindow, workspace: Workspace, answers: Answers
) -> None:
    begin_job(workspace, "委任书", numbered_pdf(5), PrintPlan((1, 2, 3, 4, 5), printer="Epson"))
    (job,) = unfinished_jobs(workspace)

    def on_canon(dialog: BaseDialog) -> bool:
        assert isinstance(dialog, ResumeDialog)
        gone = dialog.findChild(QLabel, "resume_gone")
        assert isinstance(gone, QLabel)
        assert gone.text() == "原来的打印机“Epson”不在了，请另选一台"
        dialog.printer.setCurrentText("Canon")
        return dialog._act.isEnabled()

    answers.fill(on_canon)
    answers.say("以后再说")
    run.resume(job)
    settle(window)
    assert printed(answers) == [[1, 2, 3, 4, 5]]
    assert unfinished_jobs(workspace)[0].plan.printer == "Canon"


def test_only_a_printer_that_turns_paper_goes_on_with_what_another_turned(
    run: PrintRun, window: MainWindow, workspace: Workspace
) -> None:
    plan = PrintPlan((1, 2, 3), sides=Sides.LONG_EDGE, printer="Epson")
    job = begin_job(workspace, "协议书", numbered_pdf(3), plan)
    offered = ResumeDialog(window, job, (HP, CANON))
    assert [offered.printer.itemText(n) for n in range(offered.printer.count())] == ["HP"]
    nobody = ResumeDialog(window, job, (CANON,))
    assert not nobody._act.isEnabled()
    gone = nobody.findChild(QLabel, "resume_gone")
    assert isinstance(gone, QLabel)
    assert gone.text() == "原来的打印机“Epson”不在了，也没有别的打印机能接着打"
