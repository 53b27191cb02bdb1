"""Beginning a workspace with its administrator, or leaving nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from partydesk.domain.errors import EnvironmentProblem, ValidationFailed
from partydesk.services import founding
from partydesk.services.accounts import is_recovery_code
from partydesk.services.founding import FirstAccount, found_workspace
from partydesk.services.recovery_sheet import recovery_sheet, write_recovery_sheet
from partydesk.services.workspace import NewWorkspace
from tests.factories import StandingClock
from tests.reports.printed import Pdf

WISH = NewWorkspace(name="塔林旗", year=2026)
ACCOUNT = FirstAccount("白音", "horse battery 7")


def test_the_administrator_sits_there_and_the_code_stands_on_the_sheet_alone(
    tmp_path: Path,
) -> None:
    founded = found_workspace(tmp_path / "w", WISH, ACCOUNT, clock=StandingClock())
    with founded.workspace as workspace:
        assert workspace.account.name == "白音"
        assert is_recovery_code(workspace, founded.code)
        assert founded.code in Pdf(recovery_sheet(workspace, founded.code)).text()
        target = write_recovery_sheet(workspace, founded.code, tmp_path / "sheet.pdf")
        assert target.read_bytes() == recovery_sheet(workspace, founded.code)
    stored = b"".join(file.read_bytes() for file in (tmp_path / "w").iterdir())
    assert founded.code.encode() not in stored
    assert founded.code not in repr(founded)
    assert ACCOUNT.password not in repr(ACCOUNT)


@pytest.mark.parametrize(
    ("account", "fields"),
    [
        (FirstAccount(" ", "horse battery 7"), {"administrator"}),
        (FirstAccount("白音", "123"), {"password"}),
        (FirstAccount("", ""), {"administrator", "password"}),
    ],
)
def test_a_refused_administrator_makes_nothing(
    tmp_path: Path, account: FirstAccount, fields: set[str]
) -> None:
    with pytest.raises(ValidationFailed) as refused:
        found_workspace(tmp_path / "a" / "w", WISH, account)
    assert set(refused.value.fields) == fields
    assert not (tmp_path / "a").exists()


def test_a_protection_that_fails_leaves_the_folder_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> str:
        raise EnvironmentProblem("磁盘空间不足")

    monkeypatch.setattr(founding, "protect_workspace", full)
    (tmp_path / "workspace.docx").write_bytes(b"mine")
    with pytest.raises(EnvironmentProblem):
        found_workspace(tmp_path, WISH, ACCOUNT)
    assert [file.name for file in tmp_path.iterdir()] == ["workspace.docx"]


def test_a_workspace_that_is_there_is_not_touched(tmp_path: Path) -> None:
    found_workspace(tmp_path, WISH, None).workspace.close()
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(EnvironmentProblem):
        found_workspace(tmp_path, WISH, ACCOUNT)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before
