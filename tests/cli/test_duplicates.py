"""Duplicates on the command line: found, told at import, kept apart, merged, taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Speak

GOOD = "150430197007071421"
Write = Callable[[str, str], Path]
Bring = Callable[..., dict[str, object]]


@pytest.fixture
def bring(desk: Path, speak: Speak, write: Write) -> Callable[..., dict[str, object]]:
    """Import a text as a sheet; gives the JSON."""

    def run(text: str, kind: str = "talents", status: int = 0) -> dict[str, object]:
        reply = speak("import", kind, write("sheet.csv", text), "-w", desk)
        assert reply.status == status
        json: dict[str, object] = reply.json
        return json

    return run


def test_duplicates_are_listed_with_certainty_and_reason(
    desk: Path, speak: Speak, bring: Bring
) -> None:
    bring(f"姓名,公民身份号码,手机号码\n王芳,{GOOD},13800000001\n李明,,13800000002\n")
    bring("姓名,出生日期,手机号码\n王 芳,1970-07-07,13800000001\n李铭,,13800000002\n")
    reply = speak("duplicates", "talents", "-w", desk)
    assert reply.status == 0
    assert reply.json["total"] == len(reply.json["groups"]) == 1
    group = reply.json["groups"][0]
    assert (group["ids"], group["certainty"], group["kind"]) == ([2, 3], "possible", "similar_name")
    assert "138****0002" in group["reason"]
    assert speak("duplicates", "posts", "-w", desk).status == 2


def test_rows_that_look_like_a_record_are_listed_with_the_reason(bring: Bring) -> None:
    bring("姓名,手机号码,出生日期\n王芳,13800000001,1970-07-07\n")
    found = bring("姓名,手机号码\n王方,13800000001\n赵强,13800000003\n赵墙,13800000003\n")
    assert found["created"] == 3
    duplicates = found["duplicates"]
    assert isinstance(duplicates, list)
    assert [(twin["row"], twin["existing"]) for twin in duplicates] == [(2, 1), (4, 0)]
    assert "138****0001" in duplicates[0]["reason"]
    assert "第 3 行" in duplicates[1]["reason"]


def test_a_rejected_number_says_whom_it_means(bring: Bring) -> None:
    """An old number of 15 digits, and one digit off, name the person they belong to."""
    bring(f"姓名,公民身份号码\n王芳,{GOOD}\n")
    sheet = "姓名,公民身份号码\n王芳,150430700707142\n王芳,150430197007071521\n"
    found = bring(sheet, status=1)
    assert found["rejected"] == 2
    duplicates = found["duplicates"]
    assert isinstance(duplicates, list)
    assert [(twin["row"], twin["existing"]) for twin in duplicates] == [(2, 1), (3, 1)]
    assert "15 位旧号码" in duplicates[0]["reason"]
    assert "第 16 位" in duplicates[1]["reason"]
    assert GOOD not in str(duplicates)


def test_units_are_found_without_ending_and_without_the_banner(bring: Bring) -> None:
    bring("单位名称\n敖汉旗惠丰种禽有限责任公司\n", "enterprises")
    found = bring("单位名称\n惠丰种禽有限公司\n", "enterprises")
    assert found["created"] == 1
    assert [twin["existing"] for twin in found["duplicates"]] == [1]  # type: ignore[attr-defined]


def test_not_the_same_survives_another_import(desk: Path, speak: Speak, bring: Bring) -> None:
    """The decision is stored, survives re-import and can be taken back."""
    bring("姓名,手机号码,专长\n王芳,13800000001,法律\n")
    again = "姓名,手机号码,专长\n王方,13800000001,财务\n"
    assert bring(again)["duplicates"]
    marked = speak("distinct", "talents", 2, 1, "-w", desk)
    assert (marked.status, marked.json["ids"]) == (0, [1, 2])
    assert speak("duplicates", "talents", "-w", desk).json["total"] == 0
    assert bring(again)["duplicates"] == []
    # A row that is not certainly the second record, but looks most like it, is not held against
    # the first one again.
    other = bring("姓名,手机号码,出生日期\n王方,13800000001,1970-01\n")
    assert {twin["existing"] for twin in other["duplicates"]} <= {2}  # type: ignore[attr-defined]
    assert speak("merge", "talents", 1, 2, "-w", desk).json["conflicts"]
    speak("undo", marked.json["action"], "-w", desk)
    assert speak("duplicates", "talents", "-w", desk).json["total"] >= 1


def test_merging_and_taking_it_back(desk: Path, speak: Speak, bring: Bring) -> None:
    bring(
        "姓名,手机号码,职级,专长\n王芳,13800000001,一级科员,法律\n王方,13800000001,二级科员,财务\n"
    )
    done = speak("merge", "talents", 1, 2, "-w", desk, "--take", "职级=2", "--take", "name=1")
    assert (done.status, done.json["kept"], done.json["merged"]) == (0, 1, [2])
    assert done.json["conflicts"] == []
    record = speak("show", "talents", 1, "-w", desk).json
    assert record["record"]["rank"] == "二级科员"
    assert record["record"]["specialties"] == "法律、财务"
    assert "并入" in record["history"][-1]["label"]
    assert speak("show", "talents", 2, "-w", desk).status == 1
    assert speak("search", "talents", "", "-w", desk).json["total"] == 1
    undone = speak("undo", done.json["action"], "-w", desk)
    assert (undone.status, undone.json["conflicts"]) == (0, [])
    assert speak("show", "talents", 2, "-w", desk).json["record"]["rank"] == "二级科员"
    assert speak("search", "talents", "王方", "-w", desk).json["total"] == 1


def test_exact_groups_in_one_batch(desk: Path, speak: Speak, bring: Bring) -> None:
    heads = "姓名,公民身份号码,出生日期,手机号码,职级\n"
    bring(f"{heads}王芳,,1970-07-07,13800000001,\n李明,,1968-05-06,13800000002,一级科员\n")
    found = bring(
        f"{heads}王芳,{GOOD},,13800000001,\n李明,150430196805061231,,13800000002,二级科员\n"
    )
    assert [twin["existing"] for twin in found["duplicates"]] == [1, 2]  # type: ignore[attr-defined]
    groups = speak("duplicates", "talents", "-w", desk).json["groups"]
    assert [(group["ids"], group["certainty"]) for group in groups] == [
        ([1, 3], "exact"), ([2, 4], "exact"),
    ]  # fmt: skip
    reply = speak("merge", "talents", "--exact", "-w", desk)
    assert reply.status == 1, "done in part"
    assert reply.json["groups"] == [[3, 1]]
    assert [queued["ids"] for queued in reply.json["queued"]] == [[2, 4]]
    assert "职级" in reply.json["queued"][0]["reasons"][0]["message"]
    assert speak("duplicates", "talents", "-w", desk).json["total"] == 1


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["merge", "talents"], 2),
        (["merge", "talents", 1], 2),
        (["merge", "talents", 1, "--exact"], 2),
        (["merge", "talents", 1, 1], 1),
        (["merge", "talents", 1, 99], 1),
        (["merge", "talents", 1, 2, "--take", "职级"], 2),
        (["merge", "talents", 1, 2, "--take", "身高=1"], 1),
        (["merge", "talents", 1, 2, "--take", "职级=9"], 1),
        (["distinct", "talents", 1, 1], 1),
        (["distinct", "talents", 1, 99], 1),
    ],
)
def test_what_cannot_be_done_is_said(
    desk: Path, speak: Speak, bring: Bring, arguments: list[object], status: int
) -> None:
    bring("姓名,手机号码\n王芳,13800000001\n李明,13800000002\n")
    reply = speak(*arguments, "-w", desk)
    assert reply.status == status
    assert reply.json["problems"][0]["message"]
    assert speak("search", "talents", "", "-w", desk).json["total"] == 2
