"""The history on the command line: what it lists, and an undo tried before it is done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Speak
from tests.factories import without_moments

Write = Callable[..., Path]


def _imported(speak: Speak, desk: Path, write: Write) -> int:
    sheet = write("people.csv", "姓名,职级\n王甲,正科\n王乙,副处\n")
    action = speak("import", "talents", sheet, "-w", desk).json["action"]
    assert isinstance(action, int)
    return action


def test_an_undo_is_tried_without_doing_it(speak: Speak, desk: Path, write: Write) -> None:
    action = _imported(speak, desk, write)
    before = speak("history", "-w", desk).json

    tried = speak("undo", action, "-w", desk, "--dry-run")

    assert tried.status == 0
    assert (tried.json["undone"], tried.json["conflicts"]) == (None, [])
    assert tried.json["possible"]
    assert {"title": "人才", "operation": "delete", "count": 2} in tried.json["changes"]
    assert "没有撤销" in tried.text
    assert speak("history", "-w", desk).json == before
    assert speak("search", "talents", "", "-w", desk).json["total"] == 2


def test_a_tried_undo_names_the_conflicts_of_the_real_one(
    speak: Speak, desk: Path, write: Write
) -> None:
    action = _imported(speak, desk, write)
    speak("import", "talents", write("again.csv", "姓名,职级\n王甲,正处\n"), "-w", desk)

    tried = speak("undo", action, "-w", desk, "--dry-run")
    done = speak("undo", action, "-w", desk)

    assert tried.status == done.status == 1
    assert tried.json["conflicts"] == done.json["conflicts"]
    (conflict,) = without_moments(tried.json["conflicts"])
    assert conflict.startswith("人才“王甲”此后修改过（职级），未删除——后来的操作 3：导入人才名册")
    assert tried.json["restored"] == done.json["restored"]
    assert done.json["undone"] == action


def test_what_cannot_be_undone_is_refused_when_tried(speak: Speak, desk: Path) -> None:
    tried = speak("undo", 1, "-w", desk, "--dry-run")
    assert tried.status == 1
    assert tried.json["problems"][0]["code"] == "not_undoable"


def test_the_history_can_be_read_in_parts(speak: Speak, desk: Path, write: Write) -> None:
    _imported(speak, desk, write)
    whole = speak("history", "-w", desk).json["actions"]
    first = speak("history", "-w", desk, "--limit", 1).json["actions"]
    second = speak("history", "-w", desk, "--limit", 1, "--offset", 1).json["actions"]
    assert [*first, *second] == whole[:2]
    assert {"id", "label", "when", "who", "undoable", "undone"} <= first[0].keys()
