"""The fictional banner: invented, valid, the same for the same seed, and played to the letters."""

from __future__ import annotations

import csv
import datetime as dt
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from partydesk.domain.enterprises import Enterprise, Operation, PartyOrganization, Standing
from partydesk.domain.errors import Cancelled, ValidationFailed
from partydesk.domain.fields import field_of
from partydesk.domain.listing import Query
from partydesk.domain.organization_events import EventKind
from partydesk.domain.organization_rules import Stage
from partydesk.domain.organizations import (
    COVERING,
    SUPERIORS,
    Organization,
    OrganizationKind,
)
from partydesk.domain.placements import Party, State
from partydesk.domain.selection import Attitude, Ruling, Side
from partydesk.domain.talents import PoolState, Source, Talent
from partydesk.domain.values import birth_of_number, parse
from partydesk.services.coverage import count_unbuilt
from partydesk.services.demonstration import (
    Document,
    RoundFigures,
    make_demonstration,
    run_demonstration,
    write_demonstration_documents,
)
from partydesk.services.demonstration.diary import workday
from partydesk.services.demonstration.invented import DIVISION, years_ago
from partydesk.services.demonstration.people import talent_entries
from partydesk.services.demonstration.rounds import pool_for
from partydesk.services.demonstration.units import enterprise_entries, land
from partydesk.services.dictionaries import divisions, list_words
from partydesk.services.history import list_actions
from partydesk.services.matching import list_runs
from partydesk.services.organizations import findings_of, ladder_of, list_events
from partydesk.services.placements import list_placements
from partydesk.services.pools import find_records, save_records
from partydesk.services.printing import KINDS, compose
from partydesk.services.rulings import rulings_in
from partydesk.services.selection import list_posts
from partydesk.services.wishes import list_wishes
from partydesk.services.workspace import Workspace
from tests.services.told import told_by

YEAR = 2026
TODAY = dt.date(2026, 6, 1)
_ZONE = dt.timezone(dt.timedelta(hours=8))

#: Kinds that a banner has only after its year on post (:mod:`tests.services.test_year_on_post`).
OF_THE_YEAR = frozenset(
    {
        "bulletin", "calendar", "report-status", "training-sign-in", "training-roster",
        "inspection-forms", "shortcomings", "work-plans", "ballots", "ballot-tally",
        "evaluation-sheets", "evaluation-summary", "evaluation-public", "measures",
        "committee-sheets", "committee-summary", "committee-public", "year-closing",
    }
)  # fmt: skip
#: Kinds that are about one person who asks, or about purges, of which a new banner has none.
ON_REQUEST = frozenset({"personal-data", "purge-reports"}

)  # fmt: skip


def _clock() -> dt.datetime:
    return dt.datetime(2026, 6, 1, 9, tzinfo=_ZONE)


def _everything(workspace: Workspace, kind: str) -> tuple[Talent | Enterprise | Organization, ...]:
    query = Query(include_retired=True, sort="name")
    return tuple(find_records(workspace, kind, query).rows)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, RoundFigures]]:
    """The demonstration of the usual size, played once for all tests that only look."""
    folder = tmp_path_factory.mktemp("demo") / "workspace"
    with make_demonstration(folder, year=YEAR, clock=_clock) as workspace:
        yield workspace, run_demonstration(workspace, YEAR)


@pytest.fixture(scope="module")
def documents(
    played: tuple[Workspace, RoundFigures], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Document, ...]:
    folder = tmp_path_factory.mktemp("documents") / "新建"
    return write_demonstration_documents(played[0], YEAR, folder)


def test_workspace_says_that_it_is_invented(played: tuple[Workspace, RoundFigures]) -> None:
    workspace, _ = played
    profile = workspace.profile
    assert (profile.name, profile.year, profile.invented) == ("塔林旗", YEAR, True)
    assert profile.division_code is None
    assert workspace.clock is _clock
    assert len(_everything(workspace, "talents")) == 40
    assert len(_everything(workspace, "enterprises")) == 60
    towns = {word.word for word in list_words(workspace, "township")}
    assert towns == set(land().villages)
    assert {w.word for w in list_words(workspace, "village", "东河镇")} == {
        "东河社区", "渡口村", "沙岗村", "水磨坊村",
    }  # fmt: skip


def test_townships_are_no_real_banners() -> None:
    real: dict[str, set[str]] = {}
    for division in divisions():
        real.setdefault(division.parent, set()).add(division.name)
    assert land().banner not in {division.name for division in divisions()}
    for names in real.values():
        assert len(names & set(land().villages)) < 2


@pytest.mark.parametrize("year", [2013, 2026, 2031])
def test_numbers_are_valid_and_of_no_county(year: int) -> None:
    people = talent_entries(300, year=year, seed=5, townships=tuple(land().villages))
    field = field_of(Talent, "citizen_number")
    numbers = [str(cells["citizen_number"]) for cells in people if "citizen_number" in cells]
    assert len(numbers) == len(set(numbers)) == 298
    for number in numbers:
        parsed = parse(field, number, today=dt.date(year, 1, 8))
        assert [warning.code for warning in parsed.warnings] == ["region_unknown"]
        assert number.startswith(DIVISION)
    phones = [str(cells["phone"]) for cells in people if cells.get("phone")]
    assert len(phones) == len(set(phones)) > 250
    assert all(re.fullmatch(r"1380000\d{4}", phone) for phone in phones)


def test_credit_codes_are_valid_and_kinds_agree(tmp_path: Path) -> None:
    entries = enterprise_entries(400, in_pool=50, year=YEAR, seed=3)
    field = field_of(Enterprise, "credit_code")
    codes = [str(cells["credit_code"]) for cells in entries]
    assert len(set(codes)) == 400
    for code in codes:
        assert parse(field, code, today=TODAY).warnings == ()
        assert code[2:8] == DIVISION
    assert len({str(cells["name"]) for cells in entries}) == 400
    assert sum(cells.get("standing") == "在库" for cells in entries) == 50
    assert all(cells["operation"] == "正常" for cells in entries if cells.get("standing") == "在库")
    assert {code[:2] for code in codes} == {"51", "52", "91", "92", "93"}
    assert not list(tmp_path.iterdir())


def test_places_are_read_from_addresses(played: tuple[Workspace, RoundFigures]) -> None:
    units = [u for u in _everything(played[0], "enterprises") if isinstance(u, Enterprise)]
    without = [unit.name for unit in units if unit.township is None]
    assert without == ["塔林旗宏图商贸有限公司"]
    for unit in units:
        if unit.township and unit.village:
            assert unit.village in land().villages[unit.township]
            assert f"{unit.township}{unit.village}" in (unit.address or "")
    assert sum(unit.village is not None for unit in units) > 30


def test_awkward_records_are_there(played: tuple[Workspace, RoundFigures]) -> None:
    people = [t for t in _everything(played[0], "talents") if isinstance(t, Talent)]
    units = [u for u in _everything(played[0], "enterprises") if isinstance(u, Enterprise)]
    assert {"敖敦其其格", "阿拉坦·巴特尔", "孙㛃", "李䶮", "王堃", "赵喆", "马犇", "郭𠮷"} <= {
        person.name for person in people
    }
    assert [person.name for person in people].count("徐志强") == 2
    assert any(person.phone is None for person in people)
    assert any(p.birth and p.birth.day is None for p in people)
    contradicting = [
        p.name
        for p in people
        if p.birth
        and p.citizen_number
        and not p.birth.agrees_with(birth_of_number(p.citizen_number))
    ]
    assert contradicting == ["孟繁立"]
    assert {person.state for person in people} == set(PoolState)
    assert set(Source) <= {person.source for person in people}
    assert any(len(unit.name) >= 40 for unit in units)
    assert {Operation.CANCELLED, Operation.SUSPENDED, Operation.SHELL} <= {
        unit.operation for unit in units
    }
    assert set(Standing) == {unit.standing for unit in units}


def test_ages_fit_where_people_come_from(played: tuple[Workspace, RoundFigures]) -> None:
    people = [t for t in _everything(played[0], "talents") if isinstance(t, Talent)]
    ages = {
        source: [YEAR - p.birth.year for p in people if p.source is source and p.birth]
        for source in Source
    }
    assert min(ages[Source.RETIRED]) >= 60
    assert (min(ages[Source.RESERVE]), max(ages[Source.RESERVE])) >= (30, 30)
    assert max(ages[Source.RESERVE]) <= 45
    for person in people:
        if person.birth and person.joined:
            assert person.joined.year - person.birth.year >= 18


def test_round_is_played_to_the_letters(played: tuple[Workspace, RoundFigures]) -> None:
    workspace, figures = played
    assert figures.posts == len(list_posts(workspace, YEAR)) == 30
    assert 1 <= len(figures.unfilled) == 30 - figures.pairs <= 2
    assert all("空缺" in reason for reason in figures.unfilled)
    assert figures.withdrawn == 1
    made = figures.pairs - 1
    assert len(figures.letters) == len(figures.agreements) == made
    assert figures.letters == tuple(f"旗非公委任〔{YEAR}〕{n}号" for n in range(1, made + 1))
    pairs = list_placements(workspace, YEAR, withdrawn=True)
    states = [p.state for p in pairs]
    assert (states.count(State.ON_POST), states.count(State.APPOINTED)) == (made - 2, 2)
    assert [p.state for p in pairs].count(State.WITHDRAWN) == 1


def test_wishes_are_varied(played: tuple[Workspace, RoundFigures]) -> None:
    workspace, figures = played
    wishes = list_wishes(workspace, YEAR)
    for side in Side:
        mine = [wish for wish in wishes if wish.side is side]
        assert {wish.attitude for wish in mine} == set(Attitude)
        assert any(wish.suggested for wish in mine)
        assert any(w.attitude is Attitude.WILLING and w.rank is None for w in mine)
        ranked = [(w.post_id if side is Side.ENTERPRISE else w.talent_id, w.rank)
                  for w in mine if w.rank is not None and not w.suggested]  # fmt: skip
        assert len(ranked) > len(set(ranked)), "no ties"
    assert any(wish.talent_id is None or wish.post_id is None for wish in wishes)
    silent = {post.id for post in list_posts(workspace, YEAR)} - {
        wish.post_id for wish in wishes if wish.side is Side.ENTERPRISE
    }
    assert len(silent) == 1
    assert figures.suggested > 10
    with workspace.reading() as session:
        rulings = rulings_in(session, list_posts(workspace, YEAR)[0].round_id)
    assert sorted(rulings.values()) == sorted(Ruling)
    runs = list_runs(workspace, YEAR)
    assert [(run.number, run.goal) for run in runs] == [(2, "most"), (1, "stable")]
    assert runs[0].result["blocking_pairs"] == []


def test_dates_are_working_days_in_order(played: tuple[Workspace, RoundFigures]) -> None:
    appointed = list_placements(played[0], YEAR)
    approvals = 0
    for pair in appointed:
        days = [consent.given_on for consent in pair.consents]
        assert {consent.party for consent in pair.consents} == set(pair.needed)
        assert days == sorted(days)
        assert pair.signed_on == pair.appointed_on == dt.date(YEAR, 4, 15)
        assert days[-1] <= dt.date(YEAR, 4, 15)
        assert dt.date(YEAR, 3, 1) < days[0]
        assert all(day.weekday() < 5 for day in days)
        approvals += any(consent.approval for consent in pair.consents)
    assert approvals >= 5
    assert any(Party.UNIT in pair.needed for pair in appointed)
    concerns = {reason.code for pair in appointed for reason in pair.concerns}
    assert "approval_missing" in concerns
    moments = [action.when for action in reversed(list_actions(played[0]))]
    assert moments == sorted(moments)
    assert all(moment.startswith(str(YEAR)) for moment in moments)


def test_letters_lose_no_character(played: tuple[Workspace, RoundFigures]) -> None:
    names = {pair.talent for pair in list_placements(played[0], YEAR)}
    assert len(names & {"孙㛃", "李䶮", "王堃", "赵喆", "马犇", "郭𠮷"}) >= 3
    assert "郭𠮷" in names, "no letter shows a character outside the basic plane"
    assert any("·" in name for name in names)
    for kind in set(KINDS) - OF_THE_YEAR - ON_REQUEST:
        codes = {warning.code for warning in compose(played[0], kind, year=YEAR).warnings}
        assert not codes & {"missing_character", "does_not_fit"}, kind


def test_organizations_and_units_tell_the_same(played: tuple[Workspace, RoundFigures]) -> None:
    workspace, _ = played
    found = find_records(workspace, "organizations", Query(include_retired=True)).rows
    organizations = [one for one in found if isinstance(one, Organization)]
    assert 20 <= len(organizations) <= 40
    covered: dict[int, list[Organization]] = {}
    for one in organizations:
        for link in one.units:
            if one.kind in COVERING and not one.is_retired:
                covered.setdefault(link.id or 0, []).append(one)
    for unit in _everything(workspace, "enterprises"):
        assert isinstance(unit, Enterprise)
        own = unit.party_organization is PartyOrganization.OWN
        assert (unit.id in covered) is (own or unit.party_organization is PartyOrganization.JOINT)
        assert all((len(one.units) == 1) is own for one in covered.get(unit.id or 0, ()))
    kinds = {one.kind for one in organizations}
    assert kinds >= {
        OrganizationKind.BRANCH, OrganizationKind.JOINT_BRANCH, OrganizationKind.GENERAL_BRANCH,
        OrganizationKind.TOWNSHIP_COMMITTEE, OrganizationKind.SECTOR_COMMITTEE,
        OrganizationKind.PARK_COMMITTEE, OrganizationKind.UNION, OrganizationKind.YOUTH_LEAGUE,
    }  # fmt: skip
    assert [one.is_retired for one in organizations].count(True) == 1
    events = [event for one in organizations for event in list_events(workspace, one.id or 0)]
    assert {event.kind for event in events} >= {
        EventKind.FOUNDED, EventKind.ELECTED, EventKind.RAISED, EventKind.DISSOLVED,
    }  # fmt: skip
    codes = {f.code for one in organizations for f in findings_of(workspace, one.id or 0)}
    assert codes >= {"no_committee", "term_over"}
    stages = {ladder_of(workspace, one.id or 0).stage for one in organizations}
    assert stages == set(Stage)
    assert count_unbuilt(workspace) >= 2
    words = {word.word for word in list_words(workspace, "committee")}
    assert {one.name for one in organizations if one.kind in SUPERIORS} <= words


def test_documents_are_written(
    played: tuple[Workspace, RoundFigures], documents: tuple[Document, ...]
) -> None:
    made = len(played[1].letters)
    by_kind = {document.kind: document for document in documents}
    missing = {*KINDS, "talents", "enterprises"} - set(by_kind)
    assert missing <= OF_THE_YEAR | ON_REQUEST, "what the round has to show is written"
    letters, people = by_kind["letters"], by_kind["talents"]
    assert (letters.path.name, letters.pages, letters.records) == ("委任书.pdf", made, made)
    assert (people.path.name, people.pages, people.records) == ("人才库.xlsx", 0, 40)
    assert by_kind["enterprises"].records == 60
    for document in documents:
        assert document.path.is_absolute()
        if document.path.suffix == ".xlsx":
            assert zipfile.is_zipfile(document.path)
        else:
            assert document.path.read_bytes().startswith(b"%PDF-")
    assert {path.name for path in letters.path.parent.iterdir()} == {
        document.path.name for document in documents
    }


def test_no_document_shows_a_number_in_full(
    played: tuple[Workspace, RoundFigures], documents: tuple[Document, ...]
) -> None:
    """Whatever is printed or exported without a reason has its personal numbers masked."""
    numbers = {
        number
        for kind in ("talents", "enterprises", "organizations")
        for record in _everything(played[0], kind)
        for number in (getattr(record, "citizen_number", None), record.phone)
        if number
    }
    assert len(numbers) > 100
    for document in documents:
        text = told_by(document.path)
        assert len(text) > 50, document.kind
        assert [number for number in numbers if number in text] == [], document.kind


def test_same_seed_gives_the_same_year(
    played: tuple[Workspace, RoundFigures], tmp_path: Path
) -> None:
    with make_demonstration(tmp_path / "again", year=YEAR) as workspace:
        figures = run_demonstration(workspace, YEAR)
        assert figures == played[1]
        for kind in ("talents", "enterprises", "organizations"):
            assert _everything(workspace, kind) == _everything(played[0], kind)
        assert list_placements(workspace, YEAR) == list_placements(played[0], YEAR)
        assert list_wishes(workspace, YEAR) == list_wishes(played[0], YEAR)


def test_another_seed_gives_other_people() -> None:
    towns = tuple(land().villages)
    one = talent_entries(40, year=YEAR, seed=1, townships=towns)
    other = talent_entries(40, year=YEAR, seed=2, townships=towns)
    assert one != other
    assert one == talent_entries(40, year=YEAR, seed=1, townships=towns)


@pytest.mark.parametrize("seed", [7])
def test_other_seeds_give_twenty_letters(tmp_path: Path, seed: int) -> None:
    with make_demonstration(tmp_path / "w", year=YEAR, seed=seed, clock=_clock) as workspace:
        figures = run_demonstration(workspace, YEAR, seed=seed)
    assert figures.posts == 30
    assert 20 <= len(figures.letters) < 30
    assert figures.unfilled


@pytest.mark.parametrize(("talents", "enterprises"), [(0, 0), (3, 5), (1, 4), (0, 9)])
def test_small_banners_stop_where_nothing_can_be_done(
    tmp_path: Path, talents: int, enterprises: int
) -> None:
    with make_demonstration(
        tmp_path / "w", year=YEAR, talents=talents, enterprises=enterprises, posts=2, clock=_clock
    ) as workspace:
        figures = run_demonstration(workspace, YEAR)
        assert figures.posts == min(2, enterprises)
        assert len(figures.letters) == figures.pairs - figures.withdrawn


@pytest.mark.parametrize("posts", [*range(1, 13), 30, 47])
def test_pool_asks_for_just_so_many_posts(posts: int) -> None:
    assert pool_for(posts, 1000, 1000) * 5 // 6 == posts


@pytest.mark.parametrize(
    ("talents", "enterprises", "posts"), [(40, 60, 30), (8, 60, 6), (40, 10, 5), (1000, 5000, 153)]
)
def test_usual_number_of_posts(talents: int, enterprises: int, posts: int) -> None:
    assert pool_for(None, talents, enterprises) == pool_for(posts, talents, enterprises)


def test_cancelled_making_leaves_no_workspace(tmp_path: Path) -> None:
    def impatient(done: int, total: int, what: str) -> None:
        assert done <= total
        if what == "登记单位":
            raise Cancelled

    with pytest.raises(Cancelled):
        make_demonstration(tmp_path / "w", year=YEAR, progress=impatient)
    assert not (tmp_path / "w" / "workspace.pdk").exists()
    make_demonstration(tmp_path / "w", year=YEAR, talents=1, enterprises=1, clock=_clock).close()


def test_many_records_are_stored_together_or_not_at_all(tmp_path: Path) -> None:
    with make_demonstration(
        tmp_path / "w", year=YEAR, talents=0, enterprises=0, clock=_clock
    ) as workspace:
        actions = len(list_actions(workspace))
        with pytest.raises(ValidationFailed, match="第 2 条"):
            save_records(workspace, "talents", [{"name": "甲某"}, {"phone": "13800000001"}])
        number = "110105199003076531"
        twins = [
            {"name": "乙某", "citizen_number": number},
            {"name": "丙", "citizen_number": number},
        ]
        with pytest.raises(ValidationFailed, match="第 2 条"):
            save_records(workspace, "talents", twins)
        assert _everything(workspace, "talents") == ()
        assert len(list_actions(workspace)) == actions
        ids, changes = save_records(
            workspace, "talents", [{"name": "甲某", "specialties": "剪羊毛"}, {"name": "乙某"}]
        )
        assert ids == (1, 2)
        assert changes.kinds >= {"talents"}
        assert "剪羊毛" in {word.word for word in list_words(workspace, "specialty")}


def test_year_of_play_and_dates() -> None:
    assert years_ago("60 07-07", 2026) == "1966-07-07"
    assert years_ago("34", 2026) == "1992"
    assert workday(2026, 3, 28) == dt.date(2026, 3, 30)
    assert workday(2026, 3, 27) == dt.date(2026, 3, 27)


@pytest.mark.skipif("PARTYDESK_REGISTER" not in os.environ, reason="needs a real register")
def test_no_unit_bears_a_real_name_or_code() -> None:
    path = Path(os.environ["PARTYDESK_REGISTER"])
    with path.open(encoding="utf-8-sig", newline="") as file:
        real = list(csv.DictReader(file))
    names = {row["企业名称"] for row in real}
    codes = {row["统一社会信用代码"] for row in real}
    for seed in (1, 2, 3):
        entries = enterprise_entries(5000, in_pool=180, year=YEAR, seed=seed)
        assert not {str(cells["name"]) for cells in entries} & names
        assert not {str(cells["credit_code"]) for cells in entries} & codes
