"""The column types: what goes in comes out, and what would lose something is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Date, Engine, Enum, Table, select
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from partydesk.db import models, upgrade
from partydesk.db.base import Amount, Base, Json, Moment, Partial, Words
from partydesk.db.engine import open_engine
from partydesk.db.journal import ActionRow, ChangeRow, restored, stored
from partydesk.db.models import EnterpriseRow, PolicyRow, ProfileRow, TalentRow
from partydesk.db.search import SearchRow
from partydesk.domain import accounts
from partydesk.domain.agreements import AgreementKind
from partydesk.domain.certificates import CertificateKind
from partydesk.domain.consultations import Consulted, Opinion
from partydesk.domain.duty.inspections import InspectionWay, Satisfaction
from partydesk.domain.duty.leaves import LeaveKind
from partydesk.domain.duty.outcomes import Outcome
from partydesk.domain.duty.trainings import CourseKind, Presence, TrainingResult
from partydesk.domain.enterprises import Enterprise, Industry, Standing
from partydesk.domain.evaluation.kinds import Judged, Keying, Measure
from partydesk.domain.fields import Field, Kind, fields_of
from partydesk.domain.organization_events import EventKind
from partydesk.domain.organizations import Formation, OrganizationKind, OrganizationState
from partydesk.domain.partial_date import PartialDate
from partydesk.domain.placements import Party, State
from partydesk.domain.printers import PaperSide
from partydesk.domain.recusals import Tie
from partydesk.domain.selection import Attitude, Role, Ruling, Side
from partydesk.domain.talents import PoolState, Sex, Talent

NOW = dt.datetime(2026, 3, 2, 9, 0, 0, 123000, tzinfo=dt.timezone(dt.timedelta(hours=8)))
DAY = dt.date(2026, 3, 2)
SHA = "a" * 64


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One file for the whole module; every test rolls back."""
    path = tmp_path_factory.mktemp("columns") / "f.pdk"
    upgrade.bring_up_to_date(path)
    opened = open_engine(path)
    yield opened
    opened.dispose()


def _filled() -> list[Base]:
    """One row of every table, each column filled, in the order in which they can be stored."""
    talent = TalentRow(
        id=1, name="阿拉腾·其其格", sex=Sex.FEMALE, citizen_number="15043019850615002X",
        birth=PartialDate(1985, 6), ethnicity="蒙古族", joined=PartialDate(2005),
        specialties=("党务工作", '带"引号"的'), languages=(), townships=("贝子府镇",),
        industries=(), state=PoolState.AVAILABLE, capacity=2, photo=SHA, tags=(),
    )  # fmt: skip
    enterprise = EnterpriseRow(
        id=1, name="塔林粮油（集团）有限公司", credit_code="91150430MA0N000014",
        industry=Industry.C, registered_on=DAY, capital=Decimal("1234.567891"), staff=0,
        mass_organizations=("工会",), influence=(), tags=("规上",), standing=Standing.IN_POOL,
    )  # fmt: skip
    series = models.NumberSeries
    return [
        models.FileRow(sha256=SHA, media_type="image/png", content=b"\x00\xff\x89PNG"),
        ProfileRow(
            id=1, name="塔林旗", division_code=None, year=2026, invented=True, created_at=NOW
        ),
        models.WordRow(id=1, dictionary="village", word="东村", code="1", parent="贝子府镇"),
        PolicyRow(id=1, year=2026, rules={"duties": ["抓示范"], "term_months": 24, "x": None}),
        models.MappingRow(id=1, kind="talents", shape=SHA, columns={"姓名": "name", "空": ""}),
        talent,
        enterprise,
        models.OrganizationRow(
            id=1, name="塔林粮油党支部", kind=OrganizationKind.BRANCH, formation=Formation.OWN,
            code="007", established_on=PartialDate(2026, 1), standards=("班子健全",),
            tags=("重点",), state=OrganizationState.ACTIVE, members=5,
        ),
        models.CoverageRow(id=1, organization_id=1, enterprise_id=1),
        models.OrganizationEventRow(
            id=1, organization_id=1, kind=EventKind.FOUNDED, happened_on=PartialDate(2026),
            document="旗非公发〔2026〕1号", details="成立",
        ),
        models.AttachmentRow(
            id=1, talent_id=1, enterprise_id=None, organization_id=None, title="登记表",
            file_name="登记表.png", sha256=SHA, size=6, media_type="image/png", added_at=NOW,
        ),
        models.DistinctionRow(id=1, kind="talents", first_id=1, second_id=2),
        models.SavedFilterRow(id=1, kind="talents", name="可派", query={"text": "甲"}),
        models.DraftRow(
            id=1, kind="talents", record_id=0, label="新增", changed={"name": "甲"},
            base={"name": ""}, kept_at=NOW,
        ),
        models.RoundRow(id=1, year=2026, title="2026 年双向选择"),
        models.PostRow(
            id=1, round_id=1, enterprise_id=1, role=Role.SECRETARY, specialties=("财务会计",),
            note="一人即可",
        ),
        models.WishRow(
            id=1, round_id=1, side=Side.PERSON, post_id=None, talent_id=1,
            attitude=Attitude.INDIFFERENT, rank=None, suggested=True,
        ),
        models.RulingRow(id=1, post_id=1, talent_id=1, ruling=Ruling.FORBIDDEN),
        models.RunRow(
            id=1, round_id=1, number=1, favour="posts", goal="stable", made_at=NOW,
            program_version="0", inputs_sha256=SHA, problem={"posts": []}, result={"pairs": [[1]]},
        ),
        models.PlacementRow(
            id=1, round_id=1, run_id=1, post_id=1, talent_id=1, state=State.SIGNED,
            needed=("enterprise", "person"), reason="首选", why_withdrawn=None,
        ),
        models.ConsentRow(
            id=1, placement_id=1, party=Party.UNIT, given_on=DAY, approval="旗组〔2026〕3号"
        ),
        models.NumberRow(
            id=1, series=series.AGREEMENT, year=2026, serial=1, text="协〔2026〕1号", void=True
        ),
        models.NumberRow(
            id=2, series=series.LETTER, year=2026, serial=1, text="委〔2026〕1号", void=False
        ),
        models.AgreementRow(
            id=1, placement_id=1, number_id=1, kind=AgreementKind.RENEWAL, term=2,
            drafted_on=DAY, signed_on=DAY, term_from=DAY, note="续任",
            term_to=dt.date(2028, 3, 1), content={"person": "阿拉腾·其其格"},
        ),
        models.LetterRow(
            id=1, placement_id=1, number_id=2, issued_on=DAY, content={"organ": "工委"}
        ),
        models.ConsultationRow(
            id=1, post_id=1, talent_id=1, held_on=DAY, whom=Consulted.LEADER, spoke="分管领导",
            opinion=Opinion.WITH_CONDITIONS, said="须保证到岗",
        ),
        models.DecisionRow(
            id=1, placement_id=1, warning="age_limit", decided_by="党工委会议", reason="工作需要",
            decided_on=DAY, approval="旗组〔2026〕4号",
        ),
        models.SnoozeRow(id=1, key="term:1", until=DAY),
        models.CeremonyRow(
            id=1, round_id=1, title="集中签约仪式", held_on=DAY, held_at="09:30", place="会议室",
            chair="书记", agenda=("宣读决定", "签订协议"),
        ),
        models.RecusalRow(id=1, talent_id=1, enterprise_id=1, tie=Tie.RELATIVE, note="配偶"),
        models.PrintRow(
            id=1, kind="letters", layout="letter", records=1, sha256=SHA, printed_at=NOW
        ),
        models.PrintedNumberRow(id=1, print_id=1, number_id=2, again=True),
        models.PrintJobRow(
            id=1, title="委任书", pdf_sha256=SHA, plan={"copies": 1}, sheets=30, done_sheets=16,
            begun_at=NOW, ended_at=None,
        ),
        models.IssuedRow(
            id=1, number_id=2, kind="letters", layout="letter", layout_version=0,
            layout_sha256=SHA, fonts={"LXGWWenKai-Regular": SHA}, pdf_sha256=SHA, first_page=1,
            pages=1, code="PD1:1", issued_at=NOW,
        ),
        models.CertificateRow(
            id=1, kind=CertificateKind.HONOUR, talent_id=1, holder="郭𠮷", number_id=1,
            issued_on=DAY, content={"person": "郭𠮷"},
        ),
        models.NoticeRow(
            id=1, number_id=1, title="关于苏和同志任职的通知", issued_on=DAY,
            content={"to": "各支部"},
        ),
        models.NoticePlacementRow(id=1, notice_id=1, placement_id=1),
        models.LayoutRow(
            id=1, name="honour_8k", kind="honours", label="八开荣誉证书", version=1, body="{}",
            saved_at=NOW, in_use=True, retired=False,
        ),
        models.PrinterProfileRow(
            id=1, printer="针式打印机", tray="手送", side=PaperSide.BACK, dx_mm=1.2, dy_mm=-0.8,
            scale_x=0.997, scale_y=0.997, angle_deg=0.2, readings=[[20.0, 20.0, 21.2, 19.2]],
            measured_on=DAY,
        ),
        models.AccountRow(
            id=1, name="乌云", role=accounts.Role.CLERK, created_at=NOW, retired_at=None
        ),
        models.SettingRow(id=1, key="fonts", value={"kai": "simkai"}),
        models.SigningKeyRow(
            id=1, private_key=b"k" * 32, public_key=b"p" * 32, made_at=NOW, retired_at=None
        ),
        models.TrustedKeyRow(id=1, office="邻旗工委", public_key="ab" * 32, trusted_at=NOW),
        models.CourseRow(
            id=1, name="岗前培训班", kind=CourseKind.BEFORE_POSTING, hours=16, content="党务"
        ),
        models.TrainingSessionRow(
            id=1, course_id=1, held_from=DAY, held_to=DAY, place="党校", teacher="讲师", note="无"
        ),
        models.ParticipationRow(
            id=1, session_id=1, talent_id=1, presence=Presence.PRESENT, score=90,
            result=TrainingResult.PASSED, note="好", certificate_id=1,
        ),
        models.PlanItemRow(
            id=1, year=2026, placement_id=1, duty="抓示范", task="建一个示范点",
            outcome=Outcome.VISIT, target=12, due_on=DAY, done_on=DAY, done_note="已建", position=1,
        ),
        models.MonthlyReportRow(
            id=1, placement_id=1, year=2026, month=3, received_on=DAY, days=4, summary="走访",
            problems="无场所", next_month="建阵地",
        ),
        models.LedgerEntryRow(
            id=1, placement_id=1, report_id=1, happened_on=DAY, duty="抓协调服务",
            content="争取贴息", outcome=Outcome.FUNDS, count=1, funds=Decimal("12.345678"),
            result="到账", enterprise_id=1, organization_id=1,
        ),
        models.LeaveRow(
            id=1, placement_id=1, kind=LeaveKind.SICK, from_on=DAY, to_on=DAY, why="住院",
            approved_by="书记",
        ),
        models.InspectionRow(
            id=1, placement_id=1, held_on=DAY, way=InspectionWay.TELEPHONE, by="干事",
            on_post=False, satisfaction=Satisfaction.FAIR, said="未接",
        ),
        models.ShortcomingRow(
            id=1, inspection_id=1, problem="台账不全", demand="补齐", due_on=DAY,
            follow_up="已补", closed_on=DAY,
        ),
        models.BulletinRow(
            id=1, year=2026, through=6, title="半年通报", body="一、总体情况", written_on=DAY
        ),
        models.EvaluationRow(
            id=1, year=2026, judged=Judged.PEOPLE, scheme={"name": "年末考核"}, public_from=DAY,
            public_to=DAY, closed_on=DAY, results={"rows": []},
        ),
        models.EvaluatedRow(
            id=1, evaluation_id=1, talent_id=1, organization_id=None, group="党建指导员",
            left_out="不足半年", report="述职", reported_on=DAY, grade="优秀", decided_on=DAY,
            why="党工委会议决定",
        ),
        models.ScoreRow(
            id=1, evaluated_id=1, component="comment", scorer="企业负责人", enterprise_id=1,
            points=Decimal("95.50"), comment="尽职", given_on=DAY,
        ),
        models.RuleMarkRow(
            id=1, evaluated_id=1, rule="veto", points=Decimal("-1.5"), why="通报", noted_on=DAY
        ),
        models.BallotBatchRow(
            id=1, evaluated_id=1, component="ballot", voters="members", enterprise_id=1,
            issued=30, returned=28, invalid=1, keying=Keying.BALLOTS,
        ),
        models.BallotCountRow(id=1, batch_id=1, question="q1", option="good", count=27),
        models.KeyedBallotRow(id=1, batch_id=1, pass_=2, serial=1, answers=("good", "")),
        models.ObjectionRow(
            id=1, evaluation_id=1, evaluated_id=1, received_on=DAY, by="某职工", text="到岗少",
            answer="属实", settled_on=DAY,
        ),
        models.MeasureRow(
            id=1, evaluated_id=1, measure=Measure.REMINDER, given_on=DAY, text="请改进"
        ),
        models.ClosedYearRow(
            id=1, year=2025, closed_on=DAY, checks={"reports": True}, figures={"posted": 3},
            policy={"organ": "工委"},
        ),
        ActionRow(
            id=1, code="c", label="做了什么", actor="我", happened_at=NOW, undoable=True,
            passive=False, undoes=None, digest="d", previous_hash="", hash="h",
        ),
        ChangeRow(
            id=1, action_id=1, table_name="talents", row_id=1, operation="update",
            before={"note": None}, after={"note": "新"},
        ),
        SearchRow(
            kind="talents", sort_key="jia", record_id=1, retired=False, text="甲\n",
            initials="\nj", spelled="\nJia", numbers="",
        ),
    ]  # fmt: skip


def test_every_table_has_a_row_to_try() -> None:
    tried = {row.__tablename__ for row in _filled()}
    assert tried == set(Base.metadata.tables)


@pytest.mark.parametrize("table", sorted(Base.metadata.tables))
def test_a_row_of_each_table_comes_back_as_it_went_in(engine: Engine, table: str) -> None:
    with Session(engine) as session:
        wanted = {}
        for row in _filled():
            session.add(row)
            session.flush()
            if row.__tablename__ == table:
                wanted[row.__mapper__.primary_key_from_instance(row)[-1]] = _values(row)
        session.expunge_all()
        for model in {type(row) for row in _filled() if row.__tablename__ == table}:
            for back in session.scalars(select(model)):
                key = back.__mapper__.primary_key_from_instance(back)[-1]
                assert _values(back) == wanted.pop(key)
        assert wanted == {}


def _values(row: Base) -> dict[str, object]:
    """Column → value with its type; an amount of 1 must not come back as 1.00."""
    columns = [attribute.key for attribute in row.__mapper__.column_attrs]
    return {name: (type(getattr(row, name)).__name__, getattr(row, name)) for name in columns}


def test_a_naive_moment_is_refused(engine: Engine) -> None:
    naive = dt.datetime(2026, 3, 2, 9, 0)
    row = ProfileRow(id=1, name="x", year=2026, invented=False, created_at=naive)
    with Session(engine) as session:
        session.add(row)
        with pytest.raises(StatementError, match="offset"):
            session.flush()


@given(
    st.datetimes(
        dt.datetime(1950, 1, 1),
        dt.datetime(2100, 1, 1),
        timezones=st.sampled_from([dt.UTC, dt.timezone(dt.timedelta(hours=8))]),
    )
)
def test_a_moment_keeps_its_place_in_time_to_the_millisecond(moment: dt.datetime) -> None:
    table = _table(ProfileRow)
    back = restored(table, "created_at", stored(table, "created_at", moment))
    assert isinstance(back, dt.datetime)
    assert abs(back - moment) < dt.timedelta(milliseconds=1)
    assert back.utcoffset() == dt.timedelta(0)


@given(st.decimals(min_value=0, max_value=10**10, places=6, allow_nan=False))
def test_an_amount_is_exact_to_one_fen(amount: Decimal) -> None:
    table = _table(EnterpriseRow)
    plain = stored(table, "capital", amount)
    assert isinstance(plain, int)
    assert restored(table, "capital", plain) == amount


@given(st.lists(st.text(min_size=1), max_size=5))
def test_words_come_back_in_their_order(words: list[str]) -> None:
    table = _table(TalentRow)
    back = restored(table, "specialties", stored(table, "specialties", tuple(words)))
    assert back == tuple(words)


def _table(model: type[Base]) -> Table:
    return Base.metadata.tables[model.__tablename__]


# --- each record against its model ---------------------------------------------------------------

_PAIRS = [
    pytest.param(record, model, field, id=f"{model.__tablename__}.{field.name}")
    for record, model in ((Talent, TalentRow), (Enterprise, EnterpriseRow))
    for field in fields_of(record)
]


@pytest.mark.parametrize(("record", "model"), [(Talent, TalentRow), (Enterprise, EnterpriseRow)])
def test_a_table_has_the_fields_of_its_record_and_nothing_else(
    record: type, model: type[Base]
) -> None:
    columns = list(_table(model).columns.keys())
    assert columns == ["id", *(field.name for field in fields_of(record))]


@pytest.mark.parametrize(("record", "model", "field"), _PAIRS)
def test_a_column_may_be_empty_exactly_where_the_record_may_be(
    record: type, model: type[Base], field: Field
) -> None:
    default = next(f.default for f in fields(record) if f.name == field.name)
    empty = default is None and not field.required
    assert _table(model).columns[field.name].nullable is empty
    if field.required:
        assert default is MISSING


@pytest.mark.parametrize(("record", "model", "field"), _PAIRS)
def test_a_column_has_the_type_of_its_field(record: type, model: type[Base], field: Field) -> None:
    kind = _table(model).columns[field.name].type
    special: dict[Kind, type] = {
        Kind.PARTIAL_DATE: Partial,
        Kind.DATE: Date,
        Kind.MONEY: Amount,
        Kind.MULTI: Words,
        Kind.CHOICE: Enum,
    }
    if field.kind in special:
        assert isinstance(kind, special[field.kind])
    else:
        wanted = int if field.kind is Kind.INTEGER else str
        assert kind.python_type is wanted
        assert not isinstance(kind, Moment | Json | Enum)
    if field.choices:
        assert isinstance(kind, Enum)
        assert kind.enum_class is field.choices


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: EnterpriseRow(name="甲", standing=Standing.LEFT, mass_organizations=()), None),
        (lambda: ProfileRow(id=2, name="乙", year=1, invented=False, created_at=NOW), "single"),
        (
            lambda: models.WishRow(
                round_id=1, side=Side.ENTERPRISE, talent_id=1, attitude=Attitude.WILLING
            ),
            "enterprise_has_post",
        ),
        (
            lambda: models.WishRow(
                round_id=1, side=Side.PERSON, post_id=1, attitude=Attitude.WILLING
            ),
            "person_is_named",
        ),
        (
            lambda: models.PlacementRow(
                round_id=1, run_id=1, post_id=1, talent_id=1, state=State.PROPOSED, needed=(),
                reason="",
            ),
            "placements.post_id",
        ),
        (
            lambda: models.NumberRow(
                series=models.NumberSeries.LETTER, year=2026, serial=1, text="另一个"
            ),
            "numbers.series",
        ),
    ],
)  # fmt: skip
def test_what_must_not_be_is_a_constraint(
    engine: Engine, make: Callable[[], Base], why: str | None
) -> None:
    with Session(engine) as session:
        for row in _filled():
            session.add(row)
            session.flush()
        session.add(make())
        if why is None:
            session.flush()
        else:
            with pytest.raises(IntegrityError, match=why):
                session.flush()
