"""Layouts of the office's own: versions, the one in use, and files."""

import datetime as dt
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from pypdfium2 import raw
from sqlalchemy import select

from partydesk.db.models import FileRow, IssuedRow, LayoutRow
from partydesk.domain.certificates import CertificateKind, Holder
from partydesk.domain.errors import (
    EnvironmentProblem,
    InputRefused,
    NotFound,
    RuleViolation,
    ValidationFailed,
)
from partydesk.reports.picture import Picture, read_picture
from partydesk.services.certificates import Order, issue_certificates
from partydesk.services.layout_files import export_layout, import_layout
from partydesk.services.layout_list import LayoutEntry, list_layouts
from partydesk.services.layouts import (
    VersionedLayout,
    copy_of,
    fitting_layout,
    get_layout,
    layout_in_use,
    retire_layout,
    save_version,
    use_layout,
)
from partydesk.services.printing import compose
from partydesk.services.workspace import Workspace

OWN = "委任书（8K 证书纸）"


def picture() -> Picture:
    stream = io.BytesIO()
    Image.new("RGB", (60, 30), "#A8201A").save(stream, "PNG")
    return read_picture(stream.getvalue())


def pictured() -> dict[str, Any]:
    values = copy_of("letter")
    box = {"x_mm": 20, "y_mm": 255, "width_mm": 60, "height_mm": 20, "pages": "first"}
    values["elements"].append(
        {"type": "picture", "name": "蒙文标题", "picture": picture().sha256, **box}
    )
    return values


def moved(by: float) -> dict[str, Any]:
    values = copy_of("letter")
    values["elements"][1]["x_mm"] -= by
    return values


def used(workspace: Workspace, kind: str = "letters", usual: str = "letter") -> VersionedLayout:
    with workspace.reading() as session:
        return layout_in_use(session, kind, usual)


def entry(workspace: Workspace, name: str, version: int) -> LayoutEntry:
    entries = list_layouts(workspace)
    return next(each for each in entries if (each.name, each.version) == (name, version))


def stored(workspace: Workspace) -> tuple[int, int]:
    with workspace.reading() as session:
        return len(list(session.scalars(select(LayoutRow)))), len(
            list(session.scalars(select(FileRow.sha256)))
        )


def test_at_first_everything_is_printed_as_it_came(workspace: Workspace) -> None:
    found = used(workspace)
    assert (found.layout.name, found.version) == ("letter", 0)
    assert json.loads(found.body)["label"] == "委任书"
    entries = list_layouts(workspace)
    assert all(each.version == 0 for each in entries)
    assert [each.name for each in entries if not each.in_use] == ["notice_stock"]
    assert [each.label for each in list_layouts(workspace, "letters")] == ["委任书（出厂）"]


def test_versions_are_added_and_never_changed(workspace: Workspace) -> None:
    first = save_version(workspace, OWN, moved(1), use=True)
    second = save_version(workspace, f"  {OWN} ", moved(2))
    assert (first.version, second.version) == (1, 2)
    assert save_version(workspace, OWN, moved(2)).version == 2  # the same adds none
    x_mm = {n: get_layout(workspace, OWN, n).layout.elements[1].box.x_mm for n in (1, 2)}  # type: ignore[union-attr]
    assert x_mm == {1: 84, 2: 83}
    assert get_layout(workspace, OWN).version == 2
    assert used(workspace).version == 1  # saving alone does not put into use
    assert [(e.version, e.in_use) for e in list_layouts(workspace, "letters")] == [
        (0, False),
        (2, False),
        (1, True),
    ]


def test_what_is_in_use_can_be_chosen_and_given_back(workspace: Workspace) -> None:
    save_version(workspace, OWN, moved(1))
    save_version(workspace, OWN, moved(2))
    use_layout(workspace, "letters", OWN)
    assert (used(workspace).layout.label, used(workspace).version) == (OWN, 2)
    use_layout(workspace, "letters", OWN, 1)
    assert used(workspace).version == 1
    assert not entry(workspace, OWN, 2).in_use
    use_layout(workspace, "letters", None)
    assert used(workspace).version == 0
    use_layout(workspace, "letters", OWN)
    use_layout(workspace, "letters", "letter")
    assert used(workspace).version == 0
    assert used(workspace, "agreements", "agreement").layout.name == "agreement"


def test_another_shipped_layout_becomes_one_s_own_when_it_is_used(workspace: Workspace) -> None:
    with workspace.reading() as session:
        assert layout_in_use(session, "notices", "notice").layout.name == "notice"
    use_layout(workspace, "notices", "notice_stock")
    found = used(workspace, "notices", "notice")
    assert (found.layout.name, found.version) == ("任职通知（套印红头纸）", 1)
    use_layout(workspace, "notices", "notice")
    assert used(workspace, "notices", "notice").version == 0
    use_layout(workspace, "notices", "notice_stock")
    assert used(workspace, "notices", "notice").version == 1
    with pytest.raises(RuleViolation, match="不能用来印委任书"):
        use_layout(workspace, "letters", "notice_stock")


def test_a_layout_of_another_kind_is_refused(workspace: Workspace) -> None:
    save_version(workspace, OWN, moved(1))
    with pytest.raises(RuleViolation, match="是委任书的，不能用来印协议书"):
        use_layout(workspace, "agreements", OWN)
    with workspace.reading() as session, pytest.raises(RuleViolation, match="不能用来印协议书"):
        fitting_layout(session, "agreements", "agreement", OWN)
    with pytest.raises(ValidationFailed, match="已是委任书的版式"):
        save_version(workspace, OWN, copy_of("agreement"))


def test_a_retired_layout_is_offered_no_more_until_it_comes_back(workspace: Workspace) -> None:
    save_version(workspace, OWN, moved(1), use=True)
    with pytest.raises(RuleViolation, match="正用于打印"):
        retire_layout(workspace, OWN)
    use_layout(workspace, "letters", None)
    retire_layout(workspace, OWN)
    assert entry(workspace, OWN, 1).retired
    with pytest.raises(RuleViolation, match="已停用"):
        use_layout(workspace, "letters", OWN)
    retire_layout(workspace, OWN, retired=False)
    use_layout(workspace, "letters", OWN)
    use_layout(workspace, "letters", None)
    retire_layout(workspace, OWN)
    assert save_version(workspace, OWN, moved(2)).version == 2
    assert not entry(workspace, OWN, 1).retired
    with pytest.raises(NotFound):
        retire_layout(workspace, "letter")


def test_a_faulty_layout_is_refused_with_every_reason(workspace: Workspace) -> None:
    values = moved(1)
    values["elements"][1].update(font="comic", colour="red")
    with pytest.raises(InputRefused) as caught:
        save_version(workspace, OWN, values, pictures=[picture()])
    assert len(caught.value.notes) == 2
    assert stored(workspace) == (0, 0)


@pytest.mark.parametrize(
    ("name", "why"),
    [(" ", "取个名称"), ("甲" * 41, "最多 40"), ("../甲", "不能有"), ("letter", "随程序提供")],
)
def test_a_name_that_cannot_be_taken_is_refused(workspace: Workspace, name: str, why: str) -> None:
    with pytest.raises(ValidationFailed, match=why):
        save_version(workspace, name, moved(1))


def test_what_does_not_exist_is_named_with_what_does(workspace: Workspace) -> None:
    save_version(workspace, OWN, moved(1))
    with pytest.raises(NotFound, match=r"letter、.*8K"):
        get_layout(workspace, "证书")
    with pytest.raises(NotFound, match="没有第 2 版"):
        get_layout(workspace, OWN, 2)
    with pytest.raises(NotFound, match="没有第 1 版"):
        get_layout(workspace, "letter", 1)


def test_a_plain_layout_travels_as_one_small_file(workspace: Workspace, tmp_path: Path) -> None:
    save_version(workspace, OWN, moved(1))
    path = export_layout(workspace, OWN, tmp_path / "版式.txt")
    assert path.name == "版式.json"
    save_version(workspace, OWN, moved(2))
    back = import_layout(workspace, path, use=True)
    assert (back.name, back.version) == (OWN, 3)
    assert used(workspace).body == path.read_text(encoding="utf-8")


def test_pictures_travel_with_their_layout(workspace: Workspace, tmp_path: Path) -> None:
    save_version(workspace, OWN, pictured(), pictures=[picture()])
    assert stored(workspace) == (1, 1)
    path = export_layout(workspace, OWN, tmp_path / "版式.json")
    assert path.name == "版式.zip"
    assert export_layout(workspace, OWN, tmp_path / "再.zip").read_bytes() == path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["layout.json", f"pictures/{picture().sha256}.png"]
    saved = import_layout(workspace, path)
    assert saved.version == 1  # nothing had changed
    assert list(get_layout(workspace, OWN).layout.pictures) == [picture().sha256]


def test_another_office_gets_the_pictures_too(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "版式.zip"
    values = pictured() | {"label": OWN}
    write_zip(path, {"layout.json": json.dumps(values), picture_name(): picture().content})
    import_layout(workspace, path)
    assert stored(workspace) == (1, 1)
    assert get_layout(workspace, OWN).layout.pictures[picture().sha256] == picture()


def picture_name() -> str:
    return f"pictures/{picture().sha256}.png"


def write_zip(path: Path, parts: dict[str, str | bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


GOOD = json.dumps(copy_of("letter") | {"label": OWN})


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"layout.json": GOOD, "../../evil.png": b"x"}, "不属于版式的文件“../../evil.png”"),
        ({"layout.json": GOOD, "pictures/a.exe": b"x"}, "不属于版式的文件"),
        ({"letter.json": GOOD}, "不属于版式的文件“letter.json”"),
        ({picture_name(): b"x"}, "没有 layout.json"),
        ({"layout.json": GOOD, picture_name(): b"GIF89a"}, "PNG 或 JPG"),
        ({"layout.json": GOOD, f"pictures/{'0' * 64}.png": picture().content}, "与名称不符"),
        ({"layout.json": b" " * 1024 * 1025}, "大于 1 MB"),
        (
            {"layout.json": GOOD} | {f"pictures/{n:064x}.png": b"x" for n in range(20)},
            "多于 20 个",
        ),
        (
            {"layout.json": GOOD} | {f"pictures/{n:064x}.png": bytes(15 << 20) for n in range(3)},
            "解开后大于 40 MB",
        ),
        ({"layout.json": "{"}, "不是 JSON"),
        ({"layout.json": "[]"}, "应为一个对象"),
        ({"layout.json": json.dumps(pictured() | {"label": OWN})}, "“蒙文标题”的图片没有找到"),
        (
            {
                "layout.json": json.dumps(pictured() | {"label": OWN, "background": "1" * 64}),
                picture_name(): picture().content,
            },
            "底图没有找到：文件里没有带上，工作区里也没有",
        ),
    ],
)
def test_an_archive_that_is_not_right_leaves_nothing_behind(
    workspace: Workspace, tmp_path: Path, parts: dict[str, str | bytes], why: str
) -> None:
    path = tmp_path / "版式.zip"
    write_zip(path, parts)
    with pytest.raises(InputRefused, match=why):
        import_layout(workspace, path)
    assert stored(workspace) == (0, 0)
    assert [each.name for each in tmp_path.rglob("*.png")] == []


def test_a_wrong_value_of_a_file_is_named_as_the_editor_names_it(
    workspace: Workspace, tmp_path: Path
) -> None:
    values = copy_of("letter") | {"label": OWN, "width_mm": "宽", "papre": 1}
    frame, number, title, body = values["elements"][:4]
    frame["lines"][1]["width_mm"] = -1
    number.update(size_pt=900, name="")
    title["colour"] = "red"
    body["paragraphs"][1]["content"] = "{nobody}"
    body["paragraphs"][0]["wide"] = True
    del values["elements"][4]["type"]
    path = tmp_path / "版式.json"
    path.write_text(json.dumps(values), encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        import_layout(workspace, path)
    said = [note.message.removeprefix(f"版式“{OWN}”：") for note in refused.value.notes]
    for expected in (
        "纸宽应为数字",
        "“边框”的第 2 圈粗细应在 0.05 与",
        "第 2 个元件的字号应在 4 与 200 之间，现为 900",
        "“标题”的颜色应为 #RRGGBB",
        "“正文”的段落第 2 项没有名为“nobody”的字段",
        "“正文”的段落第 1 项“wide”不认识，请检查拼写",
        "“落款机关”的元件种类缺少",
        "“papre”不认识",
    ):
        assert [each for each in said if each.startswith(expected)], (expected, said)
    assert not [each for each in said if "_mm" in each or "elements" in each], said
    assert refused.value.notes[0].column == "layout.width_mm"
    for strange in ({}, {"elements": 3}, {"elements": [3]}, {"elements": [{"type": "frame"}]}):
        path.write_text(json.dumps({"label": OWN, **strange}), encoding="utf-8")
        with pytest.raises(InputRefused, match="缺少"):
            import_layout(workspace, path)


def test_a_shipped_layout_comes_back_as_the_office_s_own_or_not_at_all(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = export_layout(workspace, "letter", tmp_path / "委任书.json")
    with pytest.raises(InputRefused, match="就是出厂的委任书版式，没有改动"):
        import_layout(workspace, path)
    assert [each.label for each in list_layouts(workspace, "letters")] == ["委任书（出厂）"]
    path.write_text(json.dumps(moved(3)), encoding="utf-8")
    assert import_layout(workspace, path).name == "委任书（自用）"
    path.write_text(json.dumps(moved(4)), encoding="utf-8")
    again = import_layout(workspace, path)
    assert (again.name, again.version) == ("委任书（自用）", 2)


def test_a_damaged_archive_and_no_file_at_all_are_said_so(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "版式.zip"
    write_zip(path, {"layout.json": GOOD})
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(InputRefused, match="已损坏"):
        import_layout(workspace, path)
    with pytest.raises(EnvironmentProblem, match="读不了"):
        import_layout(workspace, tmp_path / "没有.json")
    path = tmp_path / "断.json"
    path.write_text('{\n"label": "断",\n"kind', encoding="utf-8")
    with pytest.raises(InputRefused, match="第 3 行附近有误；可能没有传完整") as refused:
        import_layout(workspace, path)
    assert not any(char.isascii() and char.isalpha() for char in refused.value.notes[0].message
                   .replace("JSON", "").replace("json", ""))  # fmt: skip
    path = tmp_path / "乱.json"
    path.write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(InputRefused, match="不是 JSON"):
        import_layout(workspace, path)


def test_what_is_issued_is_printed_with_the_layout_in_use_and_stays_so(
    workspace: Workspace,
) -> None:
    order = Order(
        CertificateKind.HONOUR,
        (Holder("敖敦其其格"),),
        {"merit": "2025年度派驻工作", "title": "优秀党建指导员"},
        dt.date(2026, 3, 1),
    )
    values = copy_of("honour")
    values["width_mm"], values["background"] = 301, picture().sha256
    box = {"x_mm": 20, "y_mm": 20, "width_mm": 24, "height_mm": 12, "pages": "first"}
    values["elements"].append(
        {"type": "picture", "name": "蒙文标题", "picture": picture().sha256, **box}
    )
    save_version(workspace, "荣誉证书（宽）", values, pictures=[picture()], use=True)
    issue_certificates(workspace, order)
    with workspace.reading() as session:
        issued = session.scalars(select(IssuedRow)).one()
        assert (issued.layout, issued.layout_version) == ("荣誉证书（宽）", 1)
        body = session.get_one(FileRow, issued.layout_sha256).content
        assert json.loads(body)["width_mm"] == 301
    pdf = compose(workspace, "certificates", year=2026).pdf
    page = pypdfium2.PdfDocument(pdf)[0]
    assert round(page.get_width() / 72 * 25.4, 1) == 301
    images = [each.get_bounds() for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])]
    widths = [round((right - left) / 72 * 25.4, 1) for left, _, right, _ in images]
    assert 24 in widths  # the head
    assert 301 not in widths  # and not the stock behind the page
    save_version(workspace, "荣誉证书（宽）", copy_of("honour"), use=True)
    assert compose(workspace, "certificates", year=2026).pdf == pdf


def test_the_same_picture_is_kept_once(workspace: Workspace) -> None:
    save_version(workspace, OWN, pictured(), pictures=[picture()])
    save_version(workspace, "又一个", pictured())
    assert stored(workspace) == (2, 1)
    assert hashlib.sha256(picture().content).hexdigest() == picture().sha256
