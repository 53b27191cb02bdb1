"""A protected workspace leaves nothing in plain text: not in its folder, the cache, or the log."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from partydesk.app.program import start_log
from partydesk.app.window import build_window
from partydesk.domain.drafts import Draft
from partydesk.domain.listing import Query
from partydesk.services.attachments import add_attachment, list_attachments
from partydesk.services.backups import drill, make_backup
from partydesk.services.drafts import keep_drafts
from partydesk.services.exports import export_records
from partydesk.services.opened_files import unpack_attachment
from partydesk.services.photos import Cut, prepare_photo, store_photo
from partydesk.services.pools import save_record
from partydesk.services.printing import compose, save_printout
from partydesk.services.protection import protect_workspace
from partydesk.services.sign_in import Credentials
from partydesk.services.workspace import Workspace
from partydesk.ui.documents import preview_document
from partydesk.ui.errors import ErrorDesk
from partydesk.ui.main_window import MainWindow
from partydesk.ui.preview import PreviewDialog
from tests.factories import YEAR, make_talent, number_of
from tests.plain_text import found_in
from tests.services.issued import appointed
from tests.ui.answers import Answers

NAME, NUMBER, PHONE = "格根塔娜", "150430196503020020", "13847612345"
DRAFTED, NOTE = "13947600000", "住新惠镇河沿街"
WORDS = (NAME, NUMBER, PHONE, DRAFTED, NOTE, "宝音图雅")
PASSWORD = "塔林草原上的白云"


@dataclass
class Places:
    """Where the program may write.

    Attributes:
        folders: All of them, but for where the user has files written.
        out: Where the user has files written.
    """

    folders: tuple[Path, ...]
    out: Path

    def found(self, *words: str) -> list[str]:
        """Name the files that hold one of the words."""
        return found_in(self.folders, words or WORDS)


@pytest.fixture
def places(
    tmp_path: Path, workspace: Workspace, settings: QSettings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Places]:
    """Point everything that the system decides at folders of the test, and begin a log."""
    folders = {name: tmp_path / name for name in ("temp", "cache", "state", "config", "data")}
    for folder in (*folders.values(), tmp_path / "out"):
        folder.mkdir()
    for variable in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(variable, str(folders["temp"]))
    for variable in ("CACHE", "STATE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{variable}_HOME", str(folders[variable.lower()]))
    monkeypatch.setattr(tempfile, "tempdir", None)
    root = logging.getLogger()
    before = list(root.handlers)
    start_log()
    kept = Path(settings.fileName())
    yield Places((workspace.folder, *folders.values(), kept), tmp_path / "out")
    for handler in [each for each in root.handlers if each not in before]:
        root.removeHandler(handler)
        handler.close()


def _fill(workspace: Workspace, tmp_path: Path) -> int:
    """Store somebody with everything that can hang on a person; a letter is issued."""
    picture = tmp_path / "照片.png"
    Image.new("RGB", (400, 560), "white").save(picture)
    photo = store_photo(workspace, prepare_photo(picture), Cut(0, 0, 400))
    (placement,) = appointed(workspace, name="宝音图雅", phone="13847699999")
    person = make_talent(
        workspace, name=NAME, citizen_number=NUMBER, phone=PHONE, photo=photo, note=NOTE
    )
    scan = tmp_path / "扫描件.txt"
    scan.write_text(f"{NAME} {NUMBER} {PHONE}", encoding="gb18030")
    add_attachment(workspace, "talents", number_of(person), scan, f"{NAME}的身份证")
    draft = Draft(person.id, NAME, {"phone": DRAFTED}, {"phone": PHONE})
    keep_drafts(workspace, "talents", [draft])
    assert placement.talent == "宝音图雅"
    return number_of(person)


def _work(window: MainWindow, workspace: Workspace, places: Places, person: int) -> None:
    """Look, search, preview, print, export, fail and open, as on any day."""
    window.show_page("talents")
    window.open_record("talents", person)
    window.tasks.wait_until_idle()
    preview_document(window, window.desk, workspace, "letters")
    window.tasks.wait_until_idle()
    preview = window.findChild(PreviewDialog)
    assert preview is not None
    save_printout(workspace, compose(workspace, "letters", year=YEAR), places.out / "委任书.pdf")
    for name in ("名单.xlsx", "名单.csv"):
        export_records(
            workspace, "talents", places.out / name, Query(), full_numbers=True, reason="备案"
        )
    window.desk.tasks.run(
        lambda _p: export_records(workspace, "talents", places.out / "没有" / "名单.xlsx", Query()),
        lambda _done: None,
        title="导出",
    )
    window.tasks.wait_until_idle()
    assert not drill(workspace, make_backup(workspace).file).faults
    window.desk.errors.show(ValueError(f"cannot read {NAME} {NUMBER} {PHONE}"))
    preview.close()


def test_nothing_is_left_when_the_workspace_is_locked(
    workspace: Workspace,
    places: Places,
    settings: QSettings,
    qtbot: QtBot,
    dressed: str,
    answers: Answers,
    tmp_path: Path,
) -> None:
    del dressed
    person = _fill(workspace, tmp_path)
    assert places.found(NAME) == [str(workspace.folder / "workspace.pdk")], "so it can be found"
    protect_workspace(workspace, "管理员", PASSWORD)
    assert places.found() == []
    window = build_window(workspace, settings, ErrorDesk())
    qtbot.addWidget(window)
    window.show()
    _work(window, workspace, places, person)
    save_record(workspace, "talents", person, {"note": NOTE + "二号"})
    assert places.found() == []
    assert places.found("PartyDesk") != [], "there is a log"
    copy = unpack_attachment(workspace, list_attachments(workspace, "talents", person)[0].id)
    assert places.found(NUMBER) == [str(copy)], "open in another program, it has to lie somewhere"
    content, mode = copy.read_bytes(), copy.stat().st_mode
    window.close()
    settings.sync()
    assert Path(settings.fileName()).is_file()
    workspace.lock()
    assert places.found() == []
    # A copy that was open when the power went is overwritten at the next start.
    copy.parent.mkdir(parents=True)
    copy.write_bytes(content)
    copy.chmod(mode)
    workspace.unlock(Credentials(PASSWORD, "管理员"))
    again = build_window(workspace, settings, ErrorDesk())
    qtbot.addWidget(again)
    assert places.found() == []
    assert answers.opened == []
