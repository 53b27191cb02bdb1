"""Commands about the workspace as a whole, and what wrong syntax gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from partydesk.services.workspace import open_workspace
from tests.cli.conftest import Speak
from tests.made_fonts import RESTRICTED, write_font


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["import", "nonsense", "x.csv", "-w", "w"],
        ["import", "talents"],
        ["search", "talents"],
        ["search", "talents", "x"],
        ["search", "talents", "x", "-w", "w", "--nonsense"],
        ["init", "-w", "w"],
        ["print", "nonsense", "x.pdf", "-w", "w"],
        ["round", "nonsense", "-w", "w"],
        ["round", "consent", "-w", "w", "--date", "2026-01-01", "--by", "nobody", "--all"],
        ["round", "sign", "-w", "w", "--date", "2026-13-01", "--all"],
        ["show", "talents", "one", "-w", "w"],
    ],
)
def test_wrong_syntax_is_status_two_in_chinese(speak: Speak, arguments: list[str]) -> None:
    reply = speak(*arguments)
    assert reply.status == 2
    assert reply.json["problems"][0]["code"] == "usage"
    assert any("\u4e00" <= character <= "\u9fff" for character in reply.text)


def test_a_workspace_is_made_once(tmp_path: Path, speak: Speak) -> None:
    first = speak("init", "-w", tmp_path / "w", "--name", "塔林旗", "--no-password")
    assert first.status == 0
    assert Path(first.json["workspace"]) == tmp_path / "w"
    assert first.json["schema"]
    assert speak("init", "-w", tmp_path / "w", "--name", "塔林旗", "--no-password").status == 3


def test_an_unknown_division_leaves_no_folder(tmp_path: Path, speak: Speak) -> None:
    reply = speak(
        "init", "-w", tmp_path / "w", "--name", "塔林旗", "--division", "999999", "--no-password"
    )
    assert reply.status == 1
    assert not (tmp_path / "w").exists()


def test_no_workspace_is_the_environments_fault(tmp_path: Path, speak: Speak) -> None:
    assert speak("history", "-w", tmp_path / "none").status == 3
    assert not (tmp_path / "none").exists()


def test_an_open_workspace_is_refused_with_the_reason(desk: Path, speak: Speak) -> None:
    with open_workspace(desk):
        reply = speak("history", "-w", desk)
    assert reply.status == 3
    assert "已在别处打开" in reply.text


def test_doctor_finds_versions_fonts_and_paths(speak: Speak) -> None:
    reply = speak("doctor")
    names = [check["name"] for check in reply.json["checks"]]
    assert reply.status == 0
    assert "PySide6" in names
    assert {"随程序的字体", "字体 仿宋", "字体 小标宋", "本机的中文字体"} <= set(names)


def test_doctor_names_the_fonts_found_and_used(speak: Speak, font_folder: Path) -> None:
    path = write_font(font_folder / "simkai.ttf", "KaiTi", "楷体")
    write_font(font_folder / "simhei.ttf", "SimHei", "黑体", rights=RESTRICTED)
    checks = {check["name"]: check for check in speak("doctor").json["checks"]}
    assert checks["字体 楷体"]["detail"] == f"楷体，{path}"
    assert checks["字体 黑体"]["state"] == "warning"
    assert "黑体（不能用：厂商不许嵌入" in checks["本机的中文字体"]["detail"]


def test_a_second_demonstration_takes_the_first_ones_place_and_nothing_else(
    tmp_path: Path, speak: Speak
) -> None:
    small = ("--no-window", "--talents", 1, "--enterprises", 1)
    assert speak("demo", tmp_path, *small, "--year", 2024).status == 0
    mine = tmp_path / "workspace" / "我的笔记.txt"
    mine.write_text("勿删", encoding="utf-8")

    again = speak("demo", tmp_path, *small, "--year", 2025)

    assert again.status == 0
    assert mine.read_text(encoding="utf-8") == "勿删"
    with open_workspace(tmp_path / "workspace") as workspace:
        assert workspace.profile.year == 2025


def test_whoever_is_at_work_counts_as_appointed(tmp_path: Path, speak: Speak) -> None:
    told = speak("demo", tmp_path, "--no-window", "--talents", 6, "--enterprises", 10).json
    letters = next(each for each in told["documents"] if each["kind"] == "letters")
    assert letters["records"] > 1
    assert told["figures"]["signed"] == told["figures"]["appointed"] == letters["records"]


def test_a_demonstration_leaves_a_real_workspace_alone(tmp_path: Path, speak: Speak) -> None:
    assert (
        speak("init", "-w", tmp_path / "workspace", "--name", "塔林旗", "--no-password").status == 0
    )
    reply = speak("demo", tmp_path, "--no-window", "--talents", 1, "--enterprises", 1)
    assert reply.status == 3
    assert "正式工作区" in reply.text


def test_a_damaged_workspace_is_named_by_its_trouble(desk: Path, speak: Speak) -> None:
    (desk / "workspace.pdk").write_bytes(b"")
    reply = speak("history", "-w", desk)
    assert reply.status == 3
    assert reply.json["problems"][0]["code"] == "empty"
    assert "备份" in reply.json["problems"][0]["message"]
    assert (desk / "workspace.pdk").read_bytes() == b""


def test_a_risky_place_is_warned_of_and_no_obstacle(
    desk: Path, tmp_path: Path, speak: Speak
) -> None:
    (tmp_path / "OneDrive").mkdir()
    folder = desk.rename(tmp_path / "OneDrive" / "desk")
    reply = speak("history", "-w", folder)
    assert reply.status == 0
    assert "注意：" in reply.text
    assert "同步文件夹" in reply.text
    assert "注意" not in speak("history", "-w", tmp_path / "gone").text
