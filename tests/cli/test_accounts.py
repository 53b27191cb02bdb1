"""Passwords and accounts on the command line: who comes in, who is refused, what is left behind."""

from __future__ import annotations

import ast
import re
from importlib.resources import files
from pathlib import Path

import pytest

from partydesk.domain.recovery_code import read
from partydesk.services.sign_in import Credentials, is_protected
from partydesk.services.workspace import open_workspace
from tests.cli.conftest import Reply, Speak
from tests.reports.printed import Pdf

WORD = "horse battery 7"
OTHER = "staple lamp 93"


@pytest.fixture
def safe(tmp_path: Path, speak: Speak, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A protected workspace; the environment has the password of its administrator."""
    monkeypatch.setenv("PARTYDESK_PASSWORD", WORD)
    folder = tmp_path / "safe"
    reply = speak("init", "-w", folder, "--name", "塔林旗", "--user", "白音", "--recovery",
                  tmp_path / "sheet.pdf")  # fmt: skip
    assert reply.status == 0, reply.text
    assert reply.json["protected"]
    return folder


def _code_in(text: str) -> str | None:
    found = re.search(r"(?:[0-9A-Z]{4}-){8}[0-9A-Z]{2}", text)
    return read(found.group()) if found else None


def _printed_code(sheet: Path) -> str:
    """Read the code off the sheet as a person does, from its boxes."""
    text = Pdf(sheet.read_bytes()).text()
    code = read(text.partition("恢复码作什么用")[0][-34:]) or read(
        text.partition("作什么用")[0].rpartition("恢复码")[2]
    )
    assert code is not None
    return code


def test_every_command_opens_its_workspace_through_the_one_door() -> None:
    for module in files("partydesk.cli").iterdir():
        if not module.name.endswith(".py") or module.name in {"opening.py", "accounts.py"}:
            continue
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "partydesk.services.workspace":
                assert "open_workspace" not in {name.name for name in node.names}, module.name


def test_the_sheet_has_the_code_that_opens_the_workspace(safe: Path, tmp_path: Path) -> None:
    code = _printed_code(tmp_path / "sheet.pdf")
    with open_workspace(safe, credentials=Credentials(code, by_code=True)) as workspace:
        assert workspace.profile.name == "塔林旗"


def test_without_a_sheet_the_code_is_said_once_and_not_to_programs(
    tmp_path: Path, speak: Speak, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARTYDESK_PASSWORD", WORD)
    reply = speak("init", "-w", tmp_path / "w", "--name", "塔林旗")
    code = _code_in(reply.text)
    assert code
    assert _code_in(str(reply.json)) is None
    with open_workspace(tmp_path / "w", credentials=Credentials(code, by_code=True)):
        pass


def test_no_password_and_no_terminal_is_the_environments_fault_and_leaves_nothing(
    tmp_path: Path, speak: Speak
) -> None:
    reply = speak("init", "-w", tmp_path / "a" / "w", "--name", "塔林旗")
    assert reply.status == 3
    assert "PARTYDESK_PASSWORD" in reply.text
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize(
    ("password", "sheet", "status"), [("12345678", "s.pdf", 1), (WORD, "none/s.pdf", 3)]
)
def test_a_refused_password_or_a_sheet_that_cannot_be_written_leaves_nothing(
    tmp_path: Path,
    speak: Speak,
    monkeypatch: pytest.MonkeyPatch,
    password: str,
    sheet: str,
    status: int,
) -> None:
    monkeypatch.setenv("PARTYDESK_PASSWORD", password)
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / "我的笔记.txt").write_text("勿删", encoding="utf-8")
    reply = speak("init", "-w", folder, "--name", "塔林旗", "--recovery", tmp_path / sheet)
    assert reply.status == status
    assert [file.name for file in folder.iterdir()] == ["我的笔记.txt"]
    assert [file.name for file in tmp_path.iterdir()] == ["w"]


def test_a_password_comes_from_environment_or_file_and_is_not_needed_without_protection(
    safe: Path, desk: Path, tmp_path: Path, speak: Speak, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert speak("search", "talents", "", "-w", safe).status == 0
    monkeypatch.delenv("PARTYDESK_PASSWORD")
    refused = speak("search", "talents", "", "-w", safe)
    assert refused.status == 3
    assert "口令" in refused.text
    word = tmp_path / "word.txt"
    word.write_text(f"{WORD}\r\n下一行", encoding="utf-8-sig")
    assert speak("search", "talents", "", "-w", safe, "--password-file", word).status == 0
    assert speak("search", "talents", "", "-w", desk, "--password-file", word).status == 0
    gone = speak("search", "talents", "", "-w", safe, "--password-file", tmp_path / "gone")
    assert gone.status == 3


def test_a_wrong_password_is_status_three_and_then_has_to_wait(
    safe: Path, speak: Speak, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARTYDESK_PASSWORD", "wrong")
    replies = [speak("history", "-w", safe) for _ in range(4)]
    assert [reply.status for reply in replies] == [3, 3, 3, 3]
    assert "口令不对" in replies[0].text
    assert "秒再试" in replies[3].text


def test_accounts_are_added_changed_and_taken_away(
    safe: Path, speak: Speak, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARTYDESK_NEW_PASSWORD", OTHER)

    def act(*words: str) -> Reply:
        return speak("account", *words, "-w", safe)

    assert act("add", "娜仁", "clerk").status == 0
    assert act("add", "娜仁", "clerk").status == 1
    assert act("role", "娜仁", "reader").status == 0
    listed = act("list").json["accounts"]
    assert [(a["name"], a["role"]) for a in listed] == [("白音", "administrator"),
                                                        ("娜仁", "reader")]  # fmt: skip
    assert act("retire", "白音").status == 1  # one's own, and the last administrator's
    assert act("role", "无此人", "clerk").status == 1
    assert act("role", "娜仁", "nonsense").status == 2
    assert act("retire", "娜仁").status == 0
    assert [a["retired"] for a in act("list", "--all").json["accounts"]] == [False, True]
    assert speak("history", "-w", safe, "--user", "娜仁").status == 3


def test_a_role_is_held_to_on_the_command_line_too(
    safe: Path, speak: Speak, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PARTYDESK_NEW_PASSWORD", OTHER)
    assert speak("account", "add", "娜仁", "reader", "-w", safe).status == 0
    monkeypatch.setenv("PARTYDESK_USER", "娜仁")
    monkeypatch.setenv("PARTYDESK_PASSWORD", OTHER)
    assert speak("search", "talents", "", "-w", safe).status == 0
    for refused in (
        ("account", "add", "巴图", "clerk"),
        ("account", "recovery"),
        ("round", "open"),
    ):
        reply = speak(*refused, "-w", safe)
        assert reply.status == 1
        assert reply.json["problems"][0]["code"] == "no_right"
        assert "“娜仁”是查阅" in reply.text


def test_ones_own_password_and_somebody_elses(
    safe: Path, speak: Speak, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARTYDESK_NEW_PASSWORD", "window garden 5")
    assert speak("account", "add", "娜仁", "clerk", "-w", safe).status == 0
    monkeypatch.setenv("PARTYDESK_NEW_PASSWORD", OTHER)
    assert speak("account", "password", "娜仁", "-w", safe).status == 0
    assert speak("account", "password", "-w", safe).status == 0
    for user in ("白音", "娜仁"):
        assert speak("history", "-w", safe, "--user", user).status == 3
    monkeypatch.setenv("PARTYDESK_PASSWORD", OTHER)
    for user in ("白音", "娜仁"):
        assert speak("history", "-w", safe, "--user", user).status == 0


def test_a_new_code_and_a_new_key_make_the_ones_before_worthless(
    safe: Path, speak: Speak, tmp_path: Path
) -> None:
    before = _printed_code(tmp_path / "sheet.pdf")
    said = _code_in(speak("account", "recovery", "-w", safe).text)
    assert said
    reply = speak("account", "change-key", "-w", safe, "--recovery", tmp_path / "third.pdf")
    assert reply.status == 0
    with open_workspace(
        safe, credentials=Credentials(_printed_code(tmp_path / "third.pdf"), by_code=True)
    ) as workspace:
        assert workspace.profile.name == "塔林旗"
    for code in (before, said):
        with pytest.raises(Exception, match="恢复码不对"):
            open_workspace(safe, credentials=Credentials(code, by_code=True))


def test_protection_is_set_and_taken_away(
    desk: Path, speak: Speak, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert speak("protect", "-w", desk).status == 3
    monkeypatch.setenv("PARTYDESK_PASSWORD", WORD)
    assert speak("unprotect", "-w", desk).status == 1
    reply = speak("protect", "-w", desk, "--recovery", tmp_path / "s.pdf")
    assert reply.status == 0
    assert is_protected(desk)
    assert speak("protect", "-w", desk).status == 1
    assert speak("history", "-w", desk).status == 0
    assert speak("unprotect", "-w", desk).status == 0
    assert not is_protected(desk)
    monkeypatch.delenv("PARTYDESK_PASSWORD")
    assert speak("history", "-w", desk).status == 0


def test_at_a_terminal_the_password_is_asked_for(
    safe: Path, speak: Speak, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PARTYDESK_PASSWORD")
    asked: list[str] = []

    def typed(prompt: str, stream: object = None) -> str:
        asked.append(prompt)
        return WORD

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", typed)
    assert speak("history", "-w", safe).status == 0
    assert asked == ["“白音”的口令："]


def test_a_demonstration_never_takes_the_place_of_a_protected_workspace(
    safe: Path, speak: Speak
) -> None:
    safe.rename(safe.with_name("workspace"))
    reply = speak("demo", safe.parent, "--no-window", "--talents", 1, "--enterprises", 1)
    assert reply.status == 3
    assert "正式工作区" in reply.text
