"""A round on the command line, from posts to printed letters."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from partydesk.cli import rounds
from tests.cli.conftest import Speak

Write = Callable[..., Path]
PEOPLE = (
    "姓名,来源,专长\n阿拉坦·巴特尔,退休,农牧技术\n额尔敦,在职科级,安全生产\n苏和,改非,市场营销\n"
)
UNITS = (
    "单位名称,入库状态\n"
    "塔林水泥有限公司,在库\n"
    "十家杂粮农民专业合作社,在库\n"
    "北原肉业有限责任公司,未入库\n"
)
POSTS = (
    "单位名称,岗位,所需专长,备注\n"
    "塔林水泥有限公司,党组织书记,安全生产,\n"
    "十家杂粮农民专业合作社,党建指导员,农牧技术,\n"
)
WISHES = (
    "一方,单位名称,岗位,姓名,意愿,顺序\n"
    "企业,塔林水泥有限公司,党组织书记,额尔敦,愿意,1\n"
    "企业,塔林水泥有限公司,党组织书记,苏和,不愿意,\n"
    "个人,塔林水泥有限公司,,额尔敦,愿意,1\n"
    "个人,十家杂粮农民专业合作社,,阿拉坦·巴特尔,愿意,1\n"
)


@pytest.fixture
def round_(desk: Path, speak: Speak, write: Write) -> Path:
    """A workspace with an opened round, posts and wishes."""
    for kind, text in (("talents", PEOPLE), ("enterprises", UNITS)):
        assert speak("import", kind, write(f"{kind}.csv", text), "-w", desk).status == 0
    assert speak("round", "open", "-w", desk, "--year", 2026).json["round"]
    for kind, text in (("posts", POSTS), ("wishes", WISHES)):
        reply = speak("import", kind, write(f"{kind}.csv", text), "-w", desk)
        assert (reply.status, reply.json["problems"]) == (0, [])
    return desk


def _all_consents(speak: Speak, desk: Path) -> None:
    for by in ("enterprise", "person", "unit", "committee"):
        day = ("--date", "2026-03-10", "--all")
        assert speak("round", "consent", "-w", desk, "--by", by, *day).status == 0


def test_from_wishes_to_printed_letters(round_: Path, speak: Speak, tmp_path: Path) -> None:
    desk = round_
    assert speak("round", "suggest", "-w", desk, "--top", 2).json["wishes"] > 0
    run = speak("round", "match", "-w", desk, "--year", 2026).json
    assert run["blocking_pairs"] == []
    assert run["size"] == 2
    pairs = speak("round", "accept", "-w", desk, "--run", run["run"]).json["pairs"]
    assert [pair["talent"] for pair in pairs] == ["额尔敦", "阿拉坦·巴特尔"]
    assert pairs[0]["state"] == "proposed"
    assert pairs[0]["needs"] == ["enterprise", "person", "unit", "committee"]
    assert pairs[1]["needs"] == ["enterprise", "person", "committee"]
    early = speak("round", "sign", "-w", desk, "--all", "--date", "2026-04-01")
    assert early.status == 1
    assert {p["code"] for p in early.json["problems"]} == {"consent_missing"}
    _all_consents(speak, desk)
    signed = speak("round", "sign", "-w", desk, "--all", "--date", "2026-04-01").json
    assert signed["numbers"] == ["旗非公协〔2026〕1号", "旗非公协〔2026〕2号"]
    appointed = speak("round", "appoint", "-w", desk, "--all", "--date", "2026-04-02").json
    assert appointed["numbers"] == ["旗非公委任〔2026〕1号", "旗非公委任〔2026〕2号"]
    assert {pair["state"] for pair in appointed["pairs"]} == {"appointed"}
    out = tmp_path / "letters.pdf"
    printed = speak("print", "letters", out, "-w", desk).json
    assert (printed["pages"], printed["records"], printed["warnings"]) == (2, 2, [])
    with pypdfium2.PdfDocument(out) as pdf:
        texts = [page.get_textpage().get_text_bounded() for page in pdf]
    assert "额尔敦" in texts[0].replace(" ", "")
    assert "〔2026〕2号" in texts[1].replace(" ", "")
    before = out.read_bytes()
    assert speak("print", "letters", out, "-w", desk).json["numbers"] == printed["numbers"]
    assert out.read_bytes() == before
    assert speak("undo", "-w", desk).status == 1
    _announce(speak, desk, tmp_path / "notices.pdf")


def _announce(speak: Speak, desk: Path, out: Path) -> None:
    """Issue a notice about the two who were appointed, and print it."""
    assert speak("print", "notices", out, "-w", desk).status == 1
    early = speak("round", "notice", "-w", desk, "--date", "2026-03-31")
    assert (early.status, early.json["problems"][0]["column"]) == (1, "issued_on")
    days = ("--date", "2026-04-03", "--effective", "2026-05-01")
    done = speak("round", "notice", "-w", desk, *days, "--unsealed").json
    assert done["number"] == "旗非公发〔2026〕1号"
    assert done["title"] == "关于额尔敦、阿拉坦·巴特尔同志任职的通知"
    pairs = speak("round", "status", "-w", desk).json["pairs"]
    assert [pair["id"] for pair in pairs] == done["pairs"]
    assert {pair["notice"] for pair in pairs} == {done["number"]}
    printed = speak("print", "notices", out, "-w", desk).json
    assert (printed["records"], printed["numbers"]) == (1, [done["number"]])
    with pypdfium2.PdfDocument(out) as pdf:
        text = "".join("".join(p.get_textpage().get_text_bounded().split()) for p in pdf)
    assert "任职时间自2026年5月1日起计算" in text
    assert "2026年4月3日" in text
    again = speak("round", "notice", pairs[0]["id"], "-w", desk)
    assert again.status == 1
    assert speak("round", "notice", "-w", desk).status == 1  # nobody is left


def test_units_outside_the_pool_open_no_posts(round_: Path, speak: Speak, write: Write) -> None:
    path = write("more.csv", "单位名称,岗位\n北原肉业有限责任公司,指导员\n没有的公司,书记\n")
    reply = speak("import", "posts", path, "-w", round_)
    assert reply.status == 1
    assert [(p["row"], p["code"]) for p in reply.json["problems"]] == [
        (2, "not_in_pool"), (3, "unknown"),
    ]  # fmt: skip


def test_a_second_round_in_a_year_is_refused(round_: Path, speak: Speak) -> None:
    assert speak("round", "open", "-w", round_, "--year", 2026).status == 1


def test_posts_and_wishes_say_nothing_new_the_second_time(
    round_: Path, speak: Speak, write: Write, tmp_path: Path
) -> None:
    for kind, text in (("posts", POSTS), ("wishes", WISHES)):
        reply = speak("import", kind, write(f"again-{kind}.csv", text), "-w", round_)
        assert (reply.json["created"], reply.json["updated"]) == (0, 0)
        out = tmp_path / f"{kind}.xlsx"
        speak("export", kind, out, "-w", round_)
        reply = speak("import", kind, out, "-w", round_)
        assert (reply.status, reply.json["created"], reply.json["updated"]) == (0, 0, 0)


def test_one_pair_can_be_moved_alone(round_: Path, speak: Speak) -> None:
    desk = round_
    speak("round", "suggest", "-w", desk)
    speak("round", "match", "-w", desk)
    first = speak("round", "accept", "-w", desk).json["pairs"][0]["id"]
    day = ("--date", "2026-03-01")
    given = speak("round", "consent", first, "-w", desk, "--by", "person", *day)
    assert given.json["pairs"][0]["needs"] == ["enterprise", "unit", "committee"]
    twice = speak("round", "consent", first, "-w", desk, "--by", "person", *day)
    assert (twice.status, twice.json["problems"][0]["code"]) == (1, "already_given")
    assert speak("round", "consent", 99, "-w", desk, "--by", "person", *day).status == 1
    assert speak("round", "consent", "-w", desk, "--by", "person", *day).status == 2


def test_a_run_is_replayed(round_: Path, speak: Speak) -> None:
    run = speak("round", "match", "-w", round_, "--goal", "most").json
    reply = speak("round", "replay", "-w", round_, "--run", run["run"])
    assert reply.status == 0
    assert (reply.json["run"], reply.json["number"]) == (run["run"], 1)
    assert (reply.json["identical"], reply.json["intact"]) == (True, True)
    assert reply.json["differences"] == []
    assert speak("round", "replay", "-w", round_, "--run", 99).status == 1


def test_nothing_can_be_printed_before_it_is_issued(round_: Path, speak: Speak) -> None:
    reply = speak("print", "letters", round_ / "x.pdf", "-w", round_)
    assert reply.status == 1
    assert not (round_ / "x.pdf").exists()


SEATS = (
    "单位名称,岗位,席位,所需专长,所需语言,必备条件,每月到岗天数,任期（个月）,场所,经费,报酬\n"
    "塔林水泥有限公司,党组织书记,2,安全生产,蒙古语,专长、正式党员,5,12,厂区,每年 3000 元,无\n"
    "塔林水泥有限公司,党组织书记,3,安全生产,,,,,,,\n"
)


def test_several_seats_of_a_post_come_and_go_by_sheet(
    round_: Path, speak: Speak, write: Write, tmp_path: Path
) -> None:
    sheet = write("seats.csv", SEATS)
    reply = speak("import", "posts", sheet, "-w", round_)
    assert (reply.status, reply.json["created"], reply.json["problems"]) == (0, 2, [])
    assert speak("import", "posts", sheet, "-w", round_).json["unchanged"] == 2
    wishes = write(
        "seat-wishes.csv",
        "一方,单位名称,岗位,席位,姓名,意愿,顺序\n企业,塔林水泥有限公司,党组织书记,3,苏和,愿意,1\n",
    )
    assert speak("import", "wishes", wishes, "-w", round_).json["created"] == 1
    for kind in ("posts", "wishes"):
        out = tmp_path / f"{kind}.xlsx"
        speak("export", kind, out, "-w", round_)
        reply = speak("import", kind, out, "-w", round_)
        assert (reply.status, reply.json["created"], reply.json["updated"]) == (0, 0, 0)
    faulty = write("faulty.csv", "单位名称,岗位,席位,任期\n塔林水泥有限公司,书记,4,500\n")
    reply = speak("import", "posts", faulty, "-w", round_)
    assert [(p["column"], p["code"]) for p in reply.json["problems"]] == [("任期", "unbelievable")]


def test_the_fit_stands_in_when_asked(round_: Path, speak: Speak) -> None:
    plain = speak("round", "match", "-w", round_).json
    assert plain["stood_in"] == []
    run = speak("round", "match", "-w", round_, "--stand-in", "posts").json
    assert run["stood_in"] == ["P2"]
    assert "按契合度代排" in run["reasons"]["P2"]
    both = speak("round", "match", "-w", round_, "--stand-in", "both").json["stood_in"]
    assert set(both) > {"P2"}
    assert speak("round", "match", "-w", round_, "--stand-in", "nobody").status == 2


def test_warnings_are_listed_and_decided(round_: Path, speak: Speak) -> None:
    desk = round_
    speak("round", "match", "-w", desk)
    speak("round", "accept", "-w", desk)
    pairs = speak("round", "status", "-w", desk).json["pairs"]
    pair = next(each for each in pairs if each["talent"] == "额尔敦")
    (warning,) = pair["warnings"]
    assert (warning["code"], warning["word"]) == ("approval_missing", "缺批准文号")
    assert (warning["bars"], warning["decision"]) == (False, None)
    assert warning["source"]
    assert warning["remedy"]
    words = ("--by", "党工委会议", "--reason", "单位已同意", "--date", "2026-03-01")
    decided = speak("round", "decide", pair["id"], "-w", desk, "--warning", "缺批准文号", *words)
    assert decided.json["pairs"][0]["warnings"][0]["decision"] == {
        "by": "党工委会议", "on": "2026-03-01", "reason": "单位已同意", "approval": None,
    }  # fmt: skip
    other = speak("round", "decide", pair["id"], "-w", desk, "--warning", "pay", *words)
    assert (other.status, other.json["problems"][0]["code"]) == (1, "no_such_warning")
    wrong = speak("round", "decide", pair["id"], "-w", desk, "--warning", "身高", *words)
    assert wrong.status == 2


def _at_work(speak: Speak, desk: Path) -> None:
    run = speak("round", "match", "-w", desk, "--year", 2026).json["run"]
    speak("round", "accept", "-w", desk, "--run", run)
    _all_consents(speak, desk)
    drafted = speak("round", "draft", "-w", desk, "--all", "--date", "2026-04-01").json
    assert {pair["state"] for pair in drafted["pairs"]} == {"drafted"}
    assert len(drafted["numbers"]) == 2
    signed = speak("round", "sign", "-w", desk, "--all", "--date", "2026-04-01").json
    assert signed["numbers"] == []
    assert speak("round", "appoint", "-w", desk, "--all", "--date", "2026-04-02").status == 0
    came = speak("round", "start", "-w", desk, "--all", "--date", "2026-04-03").json
    assert {pair["started_on"] for pair in came["pairs"]} == {"2026-04-03"}


def test_from_the_draft_to_the_end_and_the_successor(round_: Path, speak: Speak) -> None:
    desk = round_
    _at_work(speak, desk)
    amended = speak("round", "amend", 1, "-w", desk, "--date", "2026-04-04", "--note", "每月五天")
    assert amended.json["numbers"] == ["旗非公协〔2026〕3号"]
    again = speak("round", "renew", 1, 2, "-w", desk, "--date", "2026-04-05", "--letter").json
    assert [pair["term"] for pair in again["pairs"]] == [2, 2]
    assert len(again["numbers"]) == 4
    ending = ("--cause", "健康原因", "--outcome", "terminated", "--date", "2026-04-06")
    refused = speak("round", "end", 1, "-w", desk, *ending)
    assert refused.status == 1
    assert [p["code"] for p in refused.json["problems"]] == ["basis_missing"]
    ended = speak("round", "end", 1, "-w", desk, *ending, "--basis", "旗组〔2026〕9号").json
    assert (ended["pairs"][0]["state"], ended["pairs"][0]["cause"]) == ("terminated", "健康原因")
    status = speak("round", "status", "-w", desk).json["pairs"]
    assert [(pair["id"], pair["state"]) for pair in status] == [(1, "terminated"), (2, "on_post")]
    refused = speak("round", "fill", 1, 3, "-w", desk, "--reason", "接任")
    assert refused.status == 1
    assert "post_refuses" in [p["code"] for p in refused.json["problems"]]
    filled = speak("round", "fill", 1, 2, "-w", desk, "--reason", "病愈").json["pairs"]
    assert (filled[0]["talent"], filled[0]["replaces"]) == ("额尔敦", 1)
    undone = speak("undo", "-w", desk).json
    assert undone["conflicts"] == []


def test_what_postings_ask_for(round_: Path, speak: Speak, write: Write) -> None:
    desk = round_
    _at_work(speak, desk)
    quiet = speak("round", "expiring", "-w", desk).json
    assert quiet["matters"] == []
    units = write("closed.csv", "单位名称,经营状况\n塔林水泥有限公司,注销\n")
    assert speak("import", "enterprises", units, "-w", desk).status == 0
    (matter,) = speak("round", "expiring", "-w", desk).json["matters"]
    assert (matter["id"], matter["action"], matter["cause"]) == (1, "end", "单位关停")
    assert matter["outcome"] == "adjusted"


def test_ending_needs_a_known_cause(round_: Path, speak: Speak) -> None:
    wrong = ("--cause", "不想去", "--outcome", "adjusted", "--date", "2026-04-06")
    assert speak("round", "end", 1, "-w", round_, *wrong).status == 2
    assert speak("round", "renew", "-w", round_, "--date", "2026-04-06").status == 2


def test_the_help_names_every_step() -> None:
    named = re.findall(r"[a-z]+", rounds.round_.help or "")
    assert sorted(named) == sorted(rounds.round_.commands)
