"""Attachments: kept inside the workspace, known by their content, undone and told like any act."""

from __future__ import annotations

import errno
import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from partydesk.domain.attachments import (
    BMP,
    DOC,
    DOCX,
    ET,
    JPEG,
    LARGEST_BYTES,
    OFD,
    PDF,
    PNG,
    TEXT,
    TIFF,
    WPS,
    XLS,
    XLSX,
    FileRefused,
    FileType,
    recognize,
    size_words,
)
from partydesk.domain.errors import EnvironmentProblem, NotFound, ValidationFailed
from partydesk.services import opened_files
from partydesk.services.attachments import (
    add_attachment,
    add_attachments,
    list_attachments,
    read_attachment,
    remove_attachment,
    rename_attachment,
)
from partydesk.services.history import list_actions, record_history, undo
from partydesk.services.merging import merge_records
from partydesk.services.opened_files import clear_unpacked, save_attachment_as, unpack_attachment
from partydesk.services.protection import protect_workspace
from partydesk.services.sign_in import Credentials
from partydesk.services.workspace import Workspace, open_workspace
from tests.factories import StandingClock, make_enterprise, make_talent, number_of

PDF_BYTES = b"%PDF-1.7\n%fictional\n"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500


def _zip(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return held.getvalue()


def _picture(kind: str) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (8, 8), "#336699").save(held, kind)
    return held.getvalue()


def _ole(stream: str) -> bytes:
    return _OLE + stream.encode("utf-16-le")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("扫描.pdf", PDF_BYTES, PDF),
        ("没有后缀", PDF_BYTES, PDF),
        ("其实是.doc", PDF_BYTES, PDF),
        ("a.jpg", _picture("JPEG"), JPEG),
        ("a.png", _picture("PNG"), PNG),
        ("a.tif", _picture("TIFF"), TIFF),
        ("a.bmp", _picture("BMP"), BMP),
        ("a.docx", _zip("[Content_Types].xml", "word/document.xml"), DOCX),
        ("a.xlsx", _zip("[Content_Types].xml", "xl/workbook.xml"), XLSX),
        ("a.ofd", _zip("OFD.xml", "Doc_0/Document.xml"), OFD),
        ("a.doc", _ole("WordDocument"), DOC),
        ("a.wps", _ole("WordDocument"), WPS),
        ("a.xls", _ole("Workbook"), XLS),
        ("a.et", _ole("Workbook"), ET),
        ("a.txt", "第一行\r\n第二行\t末".encode(), TEXT),
        ("a.txt", "敖汉旗".encode("gb18030"), TEXT),
    ],
)
def test_a_file_is_what_its_content_says(name: str, content: bytes, expected: FileType) -> None:
    assert recognize(name, content) == expected


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("空.pdf", b"", "空文件"),
        ("装.exe", b"MZ\x90\0", "程序"),
        ("其实是程序.pdf", b"MZ\x90\0", "程序"),
        ("a.pdf", b"\x7fELF\x02", "程序"),
        ("跑.bat", "echo 一".encode(), "脚本"),
        ("跑", b"#!/bin/sh\n", "脚本"),
        ("宏.docx", _zip("word/document.xml", "word/vbaProject.bin"), "宏"),
        ("宏.doc", _ole("WordDocument") + _ole("_VBA_PROJECT"), "宏"),
        ("包.zip", _zip("a.txt"), "可以识别"),
        ("坏.docx", _zip("word/document.xml")[:40], "损坏"),
        ("乱", bytes(range(256)), "可以识别"),
        ("别的.msi", _ole("Property"), "程序"),
        ("别的", _ole("Property"), "可以识别"),
    ],
)
def test_what_could_run_or_is_unknown_is_refused(name: str, content: bytes, why: str) -> None:
    with pytest.raises(FileRefused, match=why):
        recognize(name, content)


def test_a_large_file_is_refused_with_its_size() -> None:
    with pytest.raises(FileRefused, match=r"有 20\.0 MB，超过 20 MB"):
        recognize("a.pdf", PDF_BYTES + b"\0" * LARGEST_BYTES)


@pytest.mark.parametrize(("size", "words"), [(0, "0 字节"), (1023, "1023 字节"), (1024, "1 KB"),
                                             (1_500_000, "1.4 MB")])  # fmt: skip
def test_sizes_are_written_for_people(size: int, words: str) -> None:
    assert size_words(size) == words


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "合同 扫描件.pdf"
    path.write_bytes(PDF_BYTES)
    return path


def test_an_attachment_is_kept_inside_the_workspace(
    workspace: Workspace, scan: Path, clock: StandingClock
) -> None:
    number = number_of(make_talent(workspace))
    add_attachment(workspace, "talents", number, scan)
    scan.unlink()
    workspace.close()
    with open_workspace(workspace.folder, clock=clock) as again:
        (found,) = list_attachments(again, "talents", number)
        assert (found.title, found.file_name, found.file_type) == (
            "合同 扫描件", "合同 扫描件.pdf", PDF,
        )  # fmt: skip
        assert found.about == "PDF 文件 · 20 字节 · 2026-03-02"
        assert read_attachment(again, found.id)[1] == PDF_BYTES


def test_adding_renaming_and_removing_are_told_and_undone(workspace: Workspace, scan: Path) -> None:
    person = make_talent(workspace, name="苏和")
    number = number_of(person)
    added = add_attachment(workspace, "talents", number, scan, "聘任合同").changes
    assert added.label == "添加人才“苏和”的附件“聘任合同”"
    (found,) = list_attachments(workspace, "talents", number)
    renamed = rename_attachment(workspace, found.id, " 聘任合同\n2026 ")
    removed = remove_attachment(workspace, found.id)
    assert list_attachments(workspace, "talents", number) == ()
    assert undo(workspace, removed.action).undone
    assert [a.title for a in list_attachments(workspace, "talents", number)] == ["聘任合同 2026"]
    assert undo(workspace, renamed.action).undone
    assert undo(workspace, added.action).undone
    assert list_attachments(workspace, "talents", number) == ()
    told = [
        (entry.label, [(c.label, c.before, c.after) for c in entry.changes])
        for entry in record_history(workspace, "talents", number)
    ][1:]
    full = "聘任合同（PDF 文件，20 字节）"
    later = "聘任合同 2026（PDF 文件，20 字节）"
    assert told == [
        ("添加人才“苏和”的附件“聘任合同”", [("附件", "", full)]),
        ("附件“聘任合同”改名为“聘任合同 2026”", [("附件", "聘任合同", "聘任合同 2026")]),
        ("移除附件“聘任合同 2026”", [("附件", later, "")]),
        ("撤销：移除附件“聘任合同 2026”", [("附件", "", later)]),
        ("撤销：附件“聘任合同”改名为“聘任合同 2026”", [("附件", "聘任合同 2026", "聘任合同")]),
        ("撤销：添加人才“苏和”的附件“聘任合同”", [("附件", full, "")]),
    ]


def test_a_record_with_attachments_is_not_undone_away(workspace: Workspace, scan: Path) -> None:
    unit = make_enterprise(workspace, name="塔林水泥有限公司")
    made = list_actions(workspace)[0].id
    add_attachment(workspace, "enterprises", number_of(unit), scan)
    outcome = undo(workspace, made)
    assert outcome.undone is None
    assert any("塔林水泥有限公司" in conflict for conflict in outcome.conflicts)
    assert len(list_attachments(workspace, "enterprises", number_of(unit))) == 1


def test_several_files_are_one_action_and_the_bad_ones_are_named(
    workspace: Workspace, scan: Path, tmp_path: Path
) -> None:
    number = number_of(make_talent(workspace))
    twin = tmp_path / "同一份.pdf"
    twin.write_bytes(PDF_BYTES)
    program = tmp_path / "装.exe"
    program.write_bytes(b"MZ")
    picture = tmp_path / "照.png"
    picture.write_bytes(_picture("PNG"))
    before = len(list_actions(workspace))
    paths = [scan, twin, program, picture, tmp_path]
    added = add_attachments(workspace, "talents", number, paths)
    assert added.titles == ("合同 扫描件", "照")
    assert [why.split("”")[0] for why in added.refused] == [
        "“同一份.pdf", "“装.exe", f"“{tmp_path.name}",
    ]  # fmt: skip
    assert "名为“合同 扫描件”" in added.refused[0]
    assert len(list_actions(workspace)) == before + 1
    with pytest.raises(ValidationFailed, match=r"装\.exe"):
        add_attachment(workspace, "talents", number, program)
    with pytest.raises(EnvironmentProblem, match="读不了"):
        add_attachment(workspace, "talents", number, tmp_path / "没有.pdf")
    with pytest.raises(NotFound):
        add_attachment(workspace, "talents", 999, scan)
    with pytest.raises(ValidationFailed, match="附件名称"):
        rename_attachment(workspace, 1, "  ")
    assert len(list_actions(workspace)) == before + 1


def test_a_copy_for_another_program_can_only_be_read_and_is_cleared_away(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    monkeypatch.setattr(opened_files, "cache_folder", lambda: cache)
    number = number_of(make_talent(workspace))
    odd = tmp_path / "a.bat.pdf"
    odd.write_bytes(PDF_BYTES)
    add_attachment(workspace, "talents", number, odd, 'x/..\\y: "脚本".bat')
    (found,) = list_attachments(workspace, "talents", number)
    copy = unpack_attachment(workspace, found.id)
    assert copy.name == "x_.._y_ _脚本_.bat.pdf", "the ending is that of the content"
    assert cache in copy.parents
    assert copy.read_bytes() == PDF_BYTES
    assert copy.stat().st_mode & 0o222 == 0
    assert unpack_attachment(workspace, found.id) == copy
    clear_unpacked(workspace)
    assert not copy.exists()
    clear_unpacked(workspace)
    save_attachment_as(workspace, found.id, tmp_path / "另存.pdf")
    assert (tmp_path / "另存.pdf").read_bytes() == PDF_BYTES
    with pytest.raises(EnvironmentProblem, match="不存在"):
        save_attachment_as(workspace, found.id, tmp_path / "没有" / "另存.pdf")
    with pytest.raises(NotFound):
        unpack_attachment(workspace, 99)


def test_a_copy_that_could_not_be_written_whole_is_not_opened_the_next_time(
    workspace: Workspace, scan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that runs full leaves no half file that would be taken for the attachment."""
    monkeypatch.setattr(opened_files, "cache_folder", lambda: tmp_path / "cache")
    number = number_of(make_talent(workspace))
    add_attachment(workspace, "talents", number, scan)
    (kept,) = list_attachments(workspace, "talents", number)
    whole = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        whole(path, content[:3])
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", full)
        with pytest.raises(EnvironmentProblem):
            unpack_attachment(workspace, kept.id)
        with pytest.raises(EnvironmentProblem):
            save_attachment_as(workspace, kept.id, tmp_path / "out.pdf")
    assert not any(path.is_file() for path in (tmp_path / "cache").rglob("*"))
    assert not list(tmp_path.glob("*out*"))
    assert unpack_attachment(workspace, kept.id).read_bytes() == scan.read_bytes()


def test_a_merge_moves_attachments_and_says_nothing_empty_about_them(
    workspace: Workspace, scan: Path
) -> None:
    kept, gone = (number_of(make_talent(workspace)) for _ in range(2))
    add_attachment(workspace, "talents", gone, scan, "学历证书")
    merge_records(workspace, "talents", kept, [gone])
    assert [one.title for one in list_attachments(workspace, "talents", kept)] == ["学历证书"]
    told = [c for entry in record_history(workspace, "talents", kept) for c in entry.changes]
    assert [c.before or c.after for c in told if c.label == "附件"] == [
        "学历证书（PDF 文件，20 字节）"
    ]


def test_a_lock_clears_what_was_opened_after_an_earlier_one(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is to be cleared away is remembered anew each time something is opened."""
    monkeypatch.setattr(opened_files, "cache_folder", lambda: tmp_path / "cache")
    protect_workspace(workspace, "管理员", "一二三四五六七八")
    person = number_of(make_talent(workspace))
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(PDF_BYTES)
    add_attachment(workspace, "talents", person, scan)
    (kept,) = list_attachments(workspace, "talents", person)
    for _ in range(2):
        copy = unpack_attachment(workspace, kept.id)
        assert copy.read_bytes() == PDF_BYTES
        workspace.lock()
        assert not copy.exists()
        workspace.unlock(Credentials("一二三四五六七八", "管理员"))


def test_a_copy_is_overwritten_before_it_is_removed(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opened_files, "cache_folder", lambda: tmp_path / "cache")
    person = number_of(make_talent(workspace))
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(PDF_BYTES)
    add_attachment(workspace, "talents", person, scan)
    copy = unpack_attachment(workspace, list_attachments(workspace, "talents", person)[0].id)
    other_name = tmp_path / "still there"
    other_name.hardlink_to(copy)
    clear_unpacked(workspace)
    assert not copy.exists()
    assert other_name.read_bytes() == bytes(len(PDF_BYTES))
