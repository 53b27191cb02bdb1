"""Invented letters and agreements."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from partydesk.domain.agreements import Agreement
from partydesk.domain.appointments import Letter
from partydesk.domain.notices import Notice
from tests.reports.printed import Pdf

ORGAN = "中共塔林旗非公有制经济组织和社会组织工作委员会"

LETTER = Letter(
    number="旗非公委任〔2026〕17号",
    person="敖敦其其格",
    enterprise="塔林旗贝子府镇十家杂粮深加工农民专业合作社",
    role="党建指导员",
    term_from=dt.date(2026, 4, 1),
    term_to=dt.date(2028, 3, 31),
    organ=ORGAN,
    issued_on=dt.date(2026, 3, 28),
)

AGREEMENT = Agreement(
    number="旗非公协〔2026〕17号",
    organ=ORGAN,
    enterprise="塔林旗贝子府镇十家杂粮深加工农民专业合作社",
    enterprise_code=None,
    representative="宝音德力格尔",
    person="敖敦其其格",
    person_number_masked=None,
    person_unit=None,
    role="党建指导员",
    term_from=dt.date(2026, 4, 1),
    term_to=dt.date(2028, 3, 31),
    attendance_days=3,
    duties=("抓组建", "抓协调服务", "抓规范化建设", "抓作用发挥", "抓示范", "抓党建带群建"),
    support=None,
    signed_on=dt.date(2026, 3, 28),
    copies=3,
)


NOTICE = Notice(
    number="旗非公发〔2026〕3号",
    title="关于苏和等5名同志任职的通知",
    addressee="各苏木乡镇党委，旗直有关单位党组织，各非公有制企业党组织",
    paragraphs=("经研究决定：", "苏和同志任塔林旗宝音物流有限责任公司党建指导员。"),
    attachments=(),
    person="苏和等5名同志",
    people=("苏和", "乌云", "白音", "其木格", "敖敦其其格"),
    organ=ORGAN,
    issued_on=dt.date(2026, 3, 28),
    effective_on=dt.date(2026, 4, 1),
    sealed=True,
    copies_to="旗委组织部，旗工商业联合会",
    issuer="中共塔林旗非公党工委办公室",
)


@pytest.fixture
def letter() -> Callable[..., Letter]:
    """Make a letter; keyword arguments replace what the sample says."""

    def make(**changes: Any) -> Letter:  # noqa: ANN401 (any attribute of the record)
        return replace(LETTER, **changes)

    return make


@pytest.fixture
def agreement() -> Callable[..., Agreement]:
    """Make an agreement; keyword arguments replace what the sample says."""

    def make(**changes: Any) -> Agreement:  # noqa: ANN401 (any attribute of the record)
        return replace(AGREEMENT, **changes)

    return make


@pytest.fixture
def notice() -> Callable[..., Notice]:
    """Make a notice; keyword arguments replace what the sample says."""

    def make(**changes: Any) -> Notice:  # noqa: ANN401 (any attribute of the record)
        return replace(NOTICE, **changes)

    return make


@pytest.fixture
def read_pdf() -> type[Pdf]:
    """Look inside a PDF."""
    return Pdf


@pytest.fixture
def now() -> dt.datetime:
    """The moment of creation written into the test files."""
    return dt.datetime(2026, 3, 28, 9, 30)
