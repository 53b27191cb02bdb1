"""``partydesk quality``: gaps, contradictions and the four clears."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Speak

SHEET = """单位名称,统一社会信用代码,苏木乡镇,经营状况,从业人员
甲厂,91150430MA0N2GJ70E,新惠镇,正常,0
乙厂,91150430MA0N2GJ62L,长胜镇,正常,12
"""


def test_findings_have_the_shape_of_every_examination(
    desk: Path, write: Callable[[str, str], Path], speak: Speak
) -> None:
    speak("import", "enterprises", write("units.csv", SHEET), "-w", desk)
    reply = speak("quality", "-w", desk)
    assert reply.status == 0
    assert reply.json["records"] == {"talents": 0, "enterprises": 2, "organizations": 0}
    found = {one["what"]: one for one in reply.json["findings"]}
    wrong = found["信用代码校验不符"]
    assert (wrong["severity"], wrong["affected"], wrong["kind"]) == ("error", 1, "enterprises")
    assert [one["label"] for one in wrong["records"]] == ["乙厂"]
    assert wrong["records"][0]["field"] == "credit_code"
    assert found["正常经营而无人"]["records"][0]["label"] == "甲厂"
    gap = found["缺联系电话"]
    assert (gap["code"], gap["field"], gap["affected"]) == ("gap", "phone", 2)
    assert reply.json["contradictions"] == 2
    assert reply.json["gaps"] == sum(
        one["affected"] for one in reply.json["findings"] if one["code"] == "gap"
    )
    names = [one["name"] for one in reply.json["committees"]]
    assert sorted(names) == ["新惠镇", "长胜镇"]
    assert all(one["units"] == 1 and one["complete"] == 0 for one in reply.json["committees"])
    assert "缺联系电话" in reply.text


def test_records_are_limited_and_counts_are_not(
    desk: Path, write: Callable[[str, str], Path], speak: Speak
) -> None:
    speak("import", "enterprises", write("units.csv", SHEET), "-w", desk)
    reply = speak("quality", "-w", desk, "--limit", 1)
    gap = next(one for one in reply.json["findings"] if one["what"] == "缺联系电话")
    assert (gap["affected"], len(gap["records"])) == (2, 1)


def test_an_empty_workspace_has_nothing_to_mend(desk: Path, speak: Speak) -> None:
    reply = speak("quality", "-w", desk)
    assert (reply.status, reply.json["findings"], reply.json["committees"]) == (0, [], [])
