"""Layouts on the command line: listed, exported, taken in, put into use."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Speak


def test_a_layout_goes_out_and_comes_back_as_one_s_own(
    desk: Path, speak: Speak, tmp_path: Path
) -> None:
    listed = speak("layout", "list", "letters", "-w", desk).json["layouts"]
    assert [(one["name"], one["version"], one["in_use"]) for one in listed] == [("letter", 0, True)]
    path = Path(speak("layout", "export", "letter", tmp_path / "版式", "-w", desk).json["path"])
    values = json.loads(path.read_text(encoding="utf-8")) | {"label": "委任书（窄）"}
    values["elements"][1]["x_mm"] = 80
    path.write_text(json.dumps(values), encoding="utf-8")
    taken = speak("layout", "import", path, "--use", "-w", desk)
    assert (taken.json["name"], taken.json["version"]) == ("委任书（窄）", 1)
    lines = speak("layout", "list", "-w", desk).text
    assert "委任书  委任书（窄）  第 1 版  210×297 毫米  在用" in lines
    assert speak("layout", "use", "letters", "-w", desk).json["name"] == "letter"
    used = speak("layout", "use", "letters", "委任书（窄）", "-w", desk).json
    assert (used["name"], used["version"]) == ("委任书（窄）", 1)


def test_a_faulty_file_and_a_name_that_is_not_there_are_refused(
    desk: Path, speak: Speak, write: object, tmp_path: Path
) -> None:
    path = tmp_path / "坏.json"
    path.write_text('{"label": "坏"}', encoding="utf-8")
    reply = speak("layout", "import", path, "-w", desk)
    assert reply.status == 1
    assert "版式“坏”：文书种类缺少" in reply.text
    assert len(speak("layout", "list", "letters", "-w", desk).json["layouts"]) == 1
    assert "没有名为“证书”的版式" in speak("layout", "use", "letters", "证书", "-w", desk).text
    assert speak("layout", "use", "certs", "-w", desk).status == 2
