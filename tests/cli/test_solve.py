"""``partydesk solve`` as the contract has it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Speak

EXAMPLE: dict[str, Any] = {
    "posts": [{"id": "P1", "wishes": [["T3"], ["T1", "T2"]]}, {"id": "P2", "wishes": "any"}],
    "talents": [
        {"id": "T1", "capacity": 2, "wishes": [["P1", "P2"]]},
        {"id": "T2", "capacity": 1, "wishes": "any"},
        {"id": "T3", "capacity": 0, "wishes": []},
    ],
    "locked": [["P2", "T1"]],
    "forbidden": [["P1", "T2"]],
    "favour": "posts",
    "goal": "stable",
}


def _file(folder: Path, data: object) -> Path:
    path = folder / "problem.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_the_example_of_the_contract(tmp_path: Path, speak: Speak) -> None:
    reply = speak("solve", _file(tmp_path, EXAMPLE))
    assert reply.status == 0
    assert reply.json["pairs"] == [["P1", "T1"], ["P2", "T1"]]
    assert reply.json["unfilled"] == []
    assert reply.json["blocking_pairs"] == []
    assert (reply.json["stable"], reply.json["size"], reply.json["upper_bound"]) == (True, 2, 2)
    assert set(reply.json["reasons"]) == {"P1", "P2", "T1", "T2", "T3"}
    assert reply.json["ms"] >= 0


def test_an_array_answers_in_order_and_a_faulty_one_keeps_its_place(
    tmp_path: Path, speak: Speak
) -> None:
    faulty = {**EXAMPLE, "locked": [["P2", "T3"]]}
    reply = speak("solve", _file(tmp_path, [EXAMPLE, faulty, EXAMPLE]))
    assert reply.status == 1
    assert [min(answer) for answer in reply.json] == [
        "blocking_pairs", "problems", "blocking_pairs",
    ]  # fmt: skip
    assert set(reply.json[1]["problems"][0]) == {"code", "message"}


@pytest.mark.parametrize(
    "text", ["", "{", "[1, 2", "\x00\x01", "文字", "[" * 100_000], ids=range(6)
)
def test_a_file_that_is_no_json_is_refused(tmp_path: Path, speak: Speak, text: str) -> None:
    path = tmp_path / "problem.json"
    path.write_text(text, encoding="utf-8")
    reply = speak("solve", path)
    assert reply.status == 1
    assert reply.json["problems"][0]["code"] == "not_json"


def test_a_missing_file_is_the_environments_fault(tmp_path: Path, speak: Speak) -> None:
    assert speak("solve", tmp_path / "nowhere.json").status == 3


def test_a_folder_cannot_be_solved(tmp_path: Path, speak: Speak) -> None:
    assert speak("solve", tmp_path).status == 3
