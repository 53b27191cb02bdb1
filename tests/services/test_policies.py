"""The year's policy: typed, kept, and taken over into the next year."""

from __future__ import annotations

import dataclasses

import pytest

from partydesk.domain.errors import ValidationFailed
from partydesk.domain.fields import fields_of
from partydesk.domain.policy import Policy, TermStart
from partydesk.services.history import list_actions, undo
from partydesk.services.policies import get_policy, save_policy, sources_of_defaults
from partydesk.services.workspace import Workspace
from tests.factories import YEAR


def test_what_is_typed_is_kept_and_the_rest_stays(workspace: Workspace) -> None:
    before = get_policy(workspace, YEAR)
    changes = save_policy(
        workspace,
        YEAR,
        {
            "term_months": "36",
            "term_start": "签订次月一日",
            "duties": "抓示范、抓安全",
            "support": "  提供办公室。  ",
            "unit_consent_sources": "",
        },
    )
    assert (changes.label, changes.kinds) == ("修改 2026 年政策", frozenset({"policies"}))
    assert get_policy(workspace, YEAR) == dataclasses.replace(
        before,
        term_months=36,
        term_start=TermStart.NEXT_MONTH,
        duties=("抓示范", "抓安全"),
        support="提供办公室。",
        unit_consent_sources=(),
    )


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("organ", ""),
        ("term_months", ""),
        ("term_months", "两年半左右"),
        ("term_months", "0"),
        ("term_months", "-3"),
        ("term_months", "1000"),
        ("copies", "0"),
        ("copies", "100"),
        ("attendance_days", "40"),
        ("term_start", "随便"),
        ("letter_code", "旗非公协"),
        ("letter_code", " "),
    ],
)
def test_what_cannot_stand_is_told_beside_its_field(
    workspace: Workspace, field: str, text: str
) -> None:
    before, actions = get_policy(workspace, YEAR), list_actions(workspace)
    with pytest.raises(ValidationFailed) as refusal:
        save_policy(workspace, YEAR, {field: text, "age_limit": "65"})
    assert list(refusal.value.fields) == [field]
    assert get_policy(workspace, YEAR) == before
    assert list_actions(workspace) == actions


def test_a_year_without_its_own_policy_has_the_nearest_earlier_one(workspace: Workspace) -> None:
    save_policy(workspace, YEAR + 2, {"term_months": "36"})
    months = {year: get_policy(workspace, year).term_months for year in range(2024, 2031)}
    assert months == {2024: 24, 2025: 24, 2026: 24, 2027: 24, 2028: 36, 2029: 36, 2030: 36}
    assert get_policy(workspace, 2030).year == 2030


def test_a_later_policy_leaves_the_earlier_year_alone(workspace: Workspace) -> None:
    before = get_policy(workspace, YEAR)
    save_policy(workspace, YEAR + 1, {"age_limit": "65"})
    assert get_policy(workspace, YEAR) == before


def test_saving_the_same_is_no_action(workspace: Workspace) -> None:
    assert save_policy(workspace, YEAR, {"term_months": "24"}).action is None


def test_a_policy_can_be_taken_back(workspace: Workspace) -> None:
    before = get_policy(workspace, YEAR)
    save_policy(workspace, YEAR, {"term_months": "36"})
    undo(workspace)
    assert get_policy(workspace, YEAR) == before
    save_policy(workspace, YEAR + 1, {"term_months": "36"})
    undo(workspace)
    assert get_policy(workspace, YEAR + 1).term_months == 24


def test_every_rule_names_where_its_default_comes_from() -> None:
    assert set(sources_of_defaults()) == {field.name for field in fields_of(Policy)}
    assert all(sources_of_defaults().values())
