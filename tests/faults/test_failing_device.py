"""A device that fails after n bytes: of every file the program writes, the old one stays whole.

The system itself refuses to let a file grow beyond n bytes (setrlimit(2), RLIMIT_FSIZE), so
whatever writes (Python, a library in C, a zip of many small writes) meets the fault where it is.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from partydesk.domain.errors import EnvironmentProblem
from partydesk.domain.listing import Query
from partydesk.exchange import files
from partydesk.exchange.official_docx import write_official_docx
from partydesk.exchange.unfinished import SUFFIX, noted
from partydesk.services.attachments import add_attachment, list_attachments
from partydesk.services.exports import export_records
from partydesk.services.history import list_actions
from partydesk.services.imports import plan_import, write_failed, write_template
from partydesk.services.keyring import new_keyring, write_keyring
from partydesk.services.layout_files import export_layout
from partydesk.services.opened_files import save_attachment_as
from partydesk.services.opening import copy_workspace
from partydesk.services.person_forms import write_person_form
from partydesk.services.printing import compose, save_printout
from partydesk.services.signing_keys import export_certificate, make_certificate
from partydesk.services.workspace import FILE_NAME, Workspace
from tests.exchange.test_official_docx import NOW, TEXT
from tests.exchange.test_person_files import PERSON, lrmx
from tests.factories import YEAR, make_enterprise, make_talent, number_of

if sys.platform == "win32":
    pytest.skip("limits of files belong to Unix", allow_module_level=True)
import resource

_OLD = b"what was there before"
#: Files up to this size are tried at every single byte in the long run.
_SMALL = 3000
Write = Callable[[Path], object]


@contextmanager
def failing_after(limit: int) -> Iterator[None]:
    """Let no file that leaves the workspace grow beyond so many bytes; its database may."""

    @contextmanager
    def limited(temporary: Path) -> Iterator[None]:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        with noted(temporary):
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
            try:
                yield
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "noted", limited)
        yield


@pytest.fixture(scope="module")
def writers(
    shared_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[str, Write]]:
    """Whatever writes files: name → name of the file, and how it is written."""
    workspace, folder = shared_workspace, tmp_path_factory.mktemp("sources")
    person = number_of(make_talent(workspace, name=PERSON["XingMing"], note="长" * 50))
    make_enterprise(workspace)
    (folder / "bad.csv").write_text("姓名,公民身份号码\n甲,1\n乙,2\n", encoding="utf-8")
    plan = plan_import(workspace, "talents", folder / "bad.csv")
    (folder / "form.lrmx").write_bytes(lrmx(PERSON))
    (folder / "scan.txt").write_text("扫描" * 300, encoding="utf-8")
    add_attachment(workspace, "talents", person, folder / "scan.txt")
    attachment = list_attachments(workspace, "talents", person)[0].id
    printout = compose(workspace, "handbook", year=YEAR)
    certificate = make_certificate(workspace)
    keys = new_keyring("1" * 32, bytes(16))

    def copied(path: Path) -> object:
        """The rest of a workspace is written as its database is."""
        return copy_workspace(source, path.parent)

    source = tmp_path_factory.mktemp("other") / "workspace"
    source.mkdir()
    (source / FILE_NAME).write_bytes((workspace.folder / FILE_NAME).read_bytes())
    return {
        "template": ("a.xlsx", lambda path: write_template("talents", path, workspace)),
        "export": ("a.xlsx", lambda path: export_records(workspace, "talents", path, Query())),
        "export_csv": ("a.csv", lambda path: export_records(workspace, "talents", path, Query())),
        "failed_rows": ("a.xlsx", lambda path: write_failed(plan, path)),
        "failed_csv": ("a.csv", lambda path: write_failed(plan, path)),
        "document": ("a.pdf", lambda path: save_printout(workspace, printout, path)),
        "bulletin": ("a.docx", lambda path: write_official_docx(TEXT, path, created=NOW)),
        "layout": ("a.json", lambda path: export_layout(workspace, "letter", path)),
        "form": (
            "a.lrmx",
            lambda path: write_person_form(workspace, person, folder / "form.lrmx", path),
        ),
        "certificate": ("a.json", lambda path: export_certificate(certificate, path)),
        "attachment": ("a.txt", lambda path: save_attachment_as(workspace, attachment, path)),
        "keys": ("workspace.keys", lambda path: write_keyring(path, keys, bytes(32))),
        "copy": (FILE_NAME, copied),
    }


NAMES = (
    "template", "export", "export_csv", "failed_rows", "failed_csv", "document", "bulletin",
    "layout", "form", "certificate", "attachment", "keys", "copy",
)  # fmt: skip


def _size(writer: tuple[str, Write], folder: Path) -> int:
    """How large the file is when nothing fails."""
    folder.mkdir()
    writer[1](folder / writer[0])
    return (folder / writer[0]).stat().st_size


def _prints(workspace: Workspace) -> int:
    return sum(action.label.startswith("打印") for action in list_actions(workspace, limit=10_000))


def _fails(workspace: Workspace, writer: tuple[str, Write], folder: Path, limit: int) -> None:
    """See that a file that cannot be finished leaves what was there, and nothing else."""
    name, write = writer
    is_copy = name == FILE_NAME
    folder.mkdir(exist_ok=True)
    target = folder / name
    if not is_copy:
        target.write_bytes(_OLD)
    prints = _prints(workspace)
    with failing_after(limit), pytest.raises(EnvironmentProblem) as refusal:
        write(target)
    assert "磁盘空间不足" in refusal.value.message, refusal.value.message
    if is_copy:
        assert list(folder.iterdir()) == []
        return
    assert target.read_bytes() == _OLD
    assert [path.name for path in folder.iterdir()] == [name]
    assert not any(path.name.endswith(SUFFIX) for path in folder.rglob("*"))
    assert _prints(workspace) == prints, "a document that is not there was recorded"


def test_every_writer_is_tried(writers: dict[str, tuple[str, Write]]) -> None:
    assert tuple(writers) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_device_that_fails_somewhere(
    shared_workspace: Workspace, writers: dict[str, tuple[str, Write]], tmp_path: Path, name: str
) -> None:
    size = _size(writers[name], tmp_path / "whole")
    for limit in (0, 1, size // 2, size - 1):
        _fails(shared_workspace, writers[name], tmp_path / str(limit), limit)


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_a_device_that_fails_anywhere(
    shared_workspace: Workspace, writers: dict[str, tuple[str, Write]], tmp_path: Path, name: str
) -> None:
    size = _size(writers[name], tmp_path / "whole")
    draw = random.Random(name)
    limits = range(size) if size <= _SMALL else sorted(draw.sample(range(size), 60))
    for limit in limits:
        _fails(shared_workspace, writers[name], tmp_path / "failing", limit)
    print(f"{name}: {size} bytes, failed at {len(limits)} places")
