"""Which fonts of the PC stand behind the roles, and which were printed with."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from partydesk.domain.errors import ValidationFailed
from partydesk.reports.fonts import fonts_used
from partydesk.services import system_fonts
from partydesk.services.fonts import (
    AUTOMATIC,
    ROLES,
    SHIPPED,
    FontUse,
    choose_font,
    font_uses,
    fonts_in,
    fonts_of,
    fonts_on_this_pc,
    why_not,
)
from partydesk.services.history import list_actions, undo
from partydesk.services.printing import compose
from partydesk.services.system_fonts import find_fonts, standard_fonts
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, make_enterprise, make_round
from tests.made_fonts import RESTRICTED, write_collection, write_font
from tests.reports.printed import text_of

#: Bound before the tests fence it.
usual_folders = system_fonts.font_folders


def use_of(workspace: Workspace, role: str) -> FontUse:
    return next(use for use in font_uses(workspace) if use.role == role)


def test_without_fonts_of_its_own_a_pc_prints_with_the_shipped_ones(workspace: Workspace) -> None:
    uses = font_uses(workspace)
    assert [use.label for use in uses] == ["仿宋", "小标宋", "楷体", "宋体", "黑体"]
    assert all(use.used.endswith("（随程序）") for use in uses)
    assert all((use.choice, use.file, use.warning) == (AUTOMATIC, None, "") for use in uses)


@pytest.mark.parametrize(
    ("english", "chinese", "role"),
    [
        ("FangSong_GB2312", "仿宋_GB2312", "fangsong"),
        ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "title"),
        ("KaiTi", "楷体", "kai"),
        ("CESI_HT_GB2312", "", "hei"),
    ],
)
def test_the_standard_s_fonts_are_found_by_name(
    font_folder: Path, english: str, chinese: str, role: str
) -> None:
    path = write_font(font_folder / "sub" / "a.TTF", english, chinese)
    used = [(use.role, use.used, use.file.path) for use in fonts_on_this_pc() if use.file]
    assert used == [(role, chinese or english, str(path))]


def test_one_whose_names_say_nothing_is_found_by_its_file(font_folder: Path) -> None:
    write_font(font_folder / "SIMFANG.TTF", "Unknown")
    (use,) = [use for use in fonts_on_this_pc() if use.file is not None]
    assert (use.role, use.used) == ("fangsong", "Unknown")


def test_the_right_font_of_a_collection_is_taken(font_folder: Path) -> None:
    write_collection(font_folder / "x.ttc", [("Other", ""), ("SimSun", "宋体")])
    (use,) = [use for use in fonts_on_this_pc() if use.file is not None]
    assert (use.role, use.file and use.file.number) == ("song", 1)


def test_the_better_name_goes_first_and_refused_ones_are_passed_over(font_folder: Path) -> None:
    write_font(font_folder / "1.ttf", "FangSong", "仿宋")
    write_font(font_folder / "2.ttf", "FangSong_GB2312", "仿宋_GB2312", rights=RESTRICTED)
    write_font(font_folder / "3.otf", "FangSong_GB2312", "仿宋_GB2312", postscript=True)
    ranked = standard_fonts("fangsong", find_fonts())
    assert [Path(font.file.path).name for font in ranked][-1] == "1.ttf"
    assert fonts_on_this_pc()[0].used == "仿宋"


def test_a_damaged_font_is_passed_over(font_folder: Path) -> None:
    path = write_font(font_folder / "simkai.ttf", "KaiTi", "楷体")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert all(use.file is None for use in fonts_on_this_pc())
    (font,) = find_fonts()
    assert "损坏" in why_not(font)


def test_a_choice_is_kept_and_taken_back(workspace: Workspace, font_folder: Path) -> None:
    write_font(font_folder / "simkai.ttf", "KaiTi", "楷体")
    own = write_font(font_folder / "own" / "a.ttf", "My Kai", "我的楷体")
    assert use_of(workspace, "kai").used == "楷体"
    choose_font(workspace, "kai", str(own))
    assert (use_of(workspace, "kai").used, use_of(workspace, "kai").choice) == (
        "我的楷体",
        str(own),
    )
    assert list_actions(workspace)[0].label == "楷体改用我的楷体"
    choose_font(workspace, "kai", SHIPPED)
    assert use_of(workspace, "kai").used == "霞鹜文楷（随程序）"
    undo(workspace, list_actions(workspace)[0].id)
    assert use_of(workspace, "kai").used == "我的楷体"
    choose_font(workspace, "kai", AUTOMATIC)
    assert use_of(workspace, "kai").used == "楷体"


def test_the_fonts_within_a_transaction_are_those_outside_of_it(
    workspace: Workspace, font_folder: Path
) -> None:
    own = write_font(font_folder / "a.ttf", "My Kai", "我的楷体")
    choose_font(workspace, "kai", str(own))
    with workspace.reading() as session:
        inside = fonts_in(session)
    assert inside == fonts_of(workspace)
    assert [(role.value, file.path) for role, file in inside.own] == [("kai", str(own))]


def test_a_chosen_file_that_is_gone_is_told_and_replaced(
    workspace: Workspace, font_folder: Path
) -> None:
    own = write_font(font_folder / "a.ttf", "My Kai", "我的楷体")
    choose_font(workspace, "kai", str(own))
    own.unlink()
    use = use_of(workspace, "kai")
    assert (use.file, use.used) == (None, "霞鹜文楷（随程序）")
    assert all(word in use.warning for word in ("楷体", "我的楷体", "没有这个文件"))


@pytest.mark.parametrize(
    ("rights", "postscript", "said"), [(RESTRICTED, False, "不许嵌入"), (0, True, "PostScript")]
)
def test_what_cannot_be_embedded_cannot_be_chosen(
    workspace: Workspace, font_folder: Path, rights: int, postscript: bool, said: str
) -> None:
    path = write_font(font_folder / "a.otf", "Some", rights=rights, postscript=postscript)
    with pytest.raises(ValidationFailed, match=said):
        choose_font(workspace, "song", str(path))
    assert use_of(workspace, "song").choice == AUTOMATIC


def test_what_is_printed_carries_the_font_of_the_pc_and_says_which(
    workspace: Workspace, font_folder: Path
) -> None:
    path = write_font(font_folder / "simsun.ttf", "SimSun", "宋体")
    make_round(workspace, [make_enterprise(workspace, name="𠮷祥牧业", contact="孙㛃")])
    printout = compose(workspace, "posts", year=YEAR)
    assert "𠮷祥牧业" in text_of(printout)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert fonts_used(printout.pdf)[f"SimSun-{digest[:8]}"] == digest
    assert printout.warnings == ()


def test_another_file_in_the_same_place_is_read_anew(
    workspace: Workspace, font_folder: Path
) -> None:
    path = write_font(font_folder / "simsun.ttf", "SimSun", "宋体")
    make_round(workspace, [make_enterprise(workspace)])
    before = fonts_used(compose(workspace, "posts", year=YEAR).pdf)
    write_font(path, "SimSun", "宋体", source="LXGWWenKai-Regular")
    after = fonts_used(compose(workspace, "posts", year=YEAR).pdf)
    assert hashlib.sha256(path.read_bytes()).hexdigest() in after.values()
    assert hashlib.sha256(path.read_bytes()).hexdigest() not in before.values()


def test_every_role_has_names_to_look_for() -> None:
    assert all(standard_fonts(role, ()) == () for role in ROLES)


def test_fonts_of_the_user_are_looked_for_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for home in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(home, str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    assert usual_folders()[-2:] == (tmp_path / ".local/share/fonts", tmp_path / ".fonts")
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("WINDIR", str(tmp_path / "windows"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    assert usual_folders()[0] == tmp_path / "windows" / "Fonts"
    assert usual_folders()[1] == tmp_path / "local" / "Microsoft" / "Windows" / "Fonts"
