"""Everything that a round prints, from the command line; printing changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from partydesk.domain.placements import Action, Order
from partydesk.services.history import list_actions
from partydesk.services.placements import act
from partydesk.services.printing import KINDS
from partydesk.services.workspace import open_workspace
from tests.cli.conftest import Speak
from tests.factories import (
    YEAR,
    StandingClock,
    consent_all,
    make_enterprise,
    make_pairs,
    make_round,
)
from tests.reports.printed import Pdf
from tests.services.duty.posted import add_work, make_postings

#: Kind → records of a round of three pairs up to the letters.
PRINTED = {
    "letters": 3, "agreements": 3, "posts": 3, "results": 3, "fairness": 1, "wish-forms": 6,
    "signing-list": 3, "seat-cards": 6, "agenda": 1, "sign-in": 11, "handbook": 3,
    "register": 1,
}  # fmt: skip


@pytest.fixture
def issued(workspace_folder: Path) -> Path:
    """A workspace whose round has three pairs with letters."""
    with open_workspace(workspace_folder) as workspace:
        make_pairs(workspace, 3)
        consent_all(workspace)
        for action in (Action.SIGN, Action.APPOINT):
            act(workspace, YEAR, action, Order(workspace.today()))
    return workspace_folder


def test_every_kind_is_printed_and_nothing_but_the_print_record_changes(
    issued: Path, speak: Speak, tmp_path: Path
) -> None:
    with open_workspace(issued) as workspace:
        before = len(list_actions(workspace))
    for kind, records in PRINTED.items():
        reply = speak("print", kind, tmp_path / f"{kind}.pdf", "-w", issued, "--year", YEAR)
        assert reply.status == 0, reply.text
        assert reply.json["records"] == records, kind
        assert len(Pdf((tmp_path / f"{kind}.pdf").read_bytes())) == reply.json["pages"]
    with open_workspace(issued) as workspace:
        newest = list_actions(workspace)[: len(list_actions(workspace)) - before]
        assert {action.code for action in newest} == {"print"}
    assert PRINTED.keys() <= KINDS.keys()


def test_what_only_some_kinds_let_one_choose(issued: Path, speak: Speak, tmp_path: Path) -> None:
    out = tmp_path / "x.pdf"
    one_side = speak("print", "wish-forms", out, "-w", issued, "--side", "个人", "--top", 1)
    assert one_side.json["records"] == 3
    cards = speak("print", "seat-cards", out, "-w", issued, "--guests", "宝音 旗委常委；王明")
    assert cards.json["records"] == 8
    assert "旗委常委" in Pdf(out.read_bytes()).text(0)
    called = speak("print", "letters", out, "-w", issued, "--order", "姓名")
    assert len(called.json["numbers"]) == 3
    refused = speak("print", "letters", out, "-w", issued, "--order", "身高")
    assert refused.status == 1
    assert "不能按“身高”排序" in refused.text
    missing = speak("print", "fairness", out, "-w", issued, "--run", 9)
    assert (missing.status, "没有第 9 号匹配" in missing.text) == (1, True)


def test_missing_characters_refuse_until_they_are_allowed(
    workspace_folder: Path, speak: Speak, tmp_path: Path
) -> None:
    with open_workspace(workspace_folder) as workspace:
        make_round(workspace, [make_enterprise(workspace, name="\U00030000祥牧业")])
    out = tmp_path / "posts.pdf"
    refused = speak("print", "posts", out, "-w", workspace_folder, "--year", YEAR)
    assert refused.status == 1
    assert [problem["code"] for problem in refused.json["problems"]] == ["missing_character"]
    assert "U+30000" in refused.json["problems"][0]["message"]
    assert not out.exists()
    done = speak("print", "posts", out, "-w", workspace_folder, "--year", YEAR, "--allow-missing")
    assert done.status == 0
    assert [warning["code"] for warning in done.json["warnings"]] == ["missing_character"]
    assert out.exists()


def test_a_file_for_each_person(issued: Path, speak: Speak, tmp_path: Path) -> None:
    out = tmp_path / "letters"
    reply = speak("print", "letters", out, "-w", issued, "--each", "{number}-{person}")
    assert reply.status == 0, reply.text
    assert reply.json["path"] == str(out)
    files = [Path(file) for file in reply.json["files"]]
    assert len(files) == reply.json["records"] == 3
    assert sorted(out.iterdir()) == sorted(files)
    for file, number in zip(files, reply.json["numbers"], strict=True):
        assert file.name.startswith(f"{number}-")
        assert number in Pdf(file.read_bytes()).text()
    assert "共 3 个文件" in reply.text
    refused = speak("print", "letters", out, "-w", issued, "--each", "{name}")
    assert (refused.status, "不认识" in refused.text) == (1, True)
    whole = speak("print", "posts", out, "-w", issued, "--each", "{person}")
    assert (whole.status, "不能按人分开保存" in whole.text) == (1, True)


def test_a_character_without_a_font_is_issued_only_when_it_is_said(
    workspace_folder: Path, speak: Speak
) -> None:
    with open_workspace(workspace_folder, clock=StandingClock()) as workspace:
        make_pairs(workspace, 1, name="王\U00032000")
        consent_all(workspace)
    for step in ("sign", "appoint"):
        words = ("round", step, "--all", "--date", "2026-03-02", "-w", workspace_folder)
        refused = speak(*words)
        assert refused.status == 1
        assert {reason["code"] for reason in refused.json["problems"]} == {"missing_character"}
        assert "U+32000" in refused.text
        assert len(speak(*words, "--allow-missing").json["numbers"]) == 1
    pair = speak("round", "status", "-w", workspace_folder).json["pairs"][0]["id"]
    for said in (("amend", "--note", "增加每月驻企两天"), ("renew", "--letter")):
        command = ("round", *said, "--date", "2026-03-02", pair, "-w", workspace_folder)
        assert speak(*command).status == 1
        assert speak(*command, "--allow-missing").status == 0


def test_the_register_is_printed_with_every_number(
    issued: Path, speak: Speak, tmp_path: Path
) -> None:
    out = tmp_path / "register.pdf"
    reply = speak("print", "register", out, "-w", issued)
    assert (reply.status, reply.json["pages"]) == (0, 1)
    page = Pdf(out.read_bytes()).text()
    assert "共6个编号，其中作废0个" in page
    assert page.count("〔2026〕") == 6
    assert "没有缺号" in page


def test_the_bulletin_comes_as_pdf_and_as_a_word_file(
    workspace_folder: Path, clock: StandingClock, speak: Speak, tmp_path: Path
) -> None:
    with open_workspace(workspace_folder, clock=clock) as workspace:
        add_work(workspace, make_postings(workspace, clock))
    where = "-w", workspace_folder, "--year", YEAR, "--through", 6
    reply = speak("print", "bulletin", tmp_path / "通报.pdf", *where)
    assert reply.status == 0, reply.text
    assert len(Pdf((tmp_path / "通报.pdf").read_bytes())) == reply.json["pages"]
    reply = speak("print", "bulletin", tmp_path / "通报.docx", *where)
    assert reply.status == 0, reply.text
    assert reply.json["title"] == "关于2026年上半年驻企党建工作情况的通报"
    assert (tmp_path / "通报.docx").read_bytes().startswith(b"PK")
    assert speak("print", "bulletin", tmp_path / "x.docx", *where[:-1], 7).status == 1
