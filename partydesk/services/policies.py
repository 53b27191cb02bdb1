"""The year's policy: reading it, changing it, and making next year's from this year's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import PolicyRow, ProfileRow
from partydesk.domain.entry import read_entry
from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.domain.fields import fields_of
from partydesk.domain.policy import Policy, faults_of, policy_from
from partydesk.resources import resource_path
from partydesk.services.closed_years import frozen_policy, require_open
from partydesk.services.dictionaries import words_in

if TYPE_CHECKING:
    from partydesk.domain.changes import Changes
    from partydesk.services.workspace import Workspace


@cache
def _defaults() -> dict[str, dict[str, object]]:
    """Read the shipped rules with their sources."""
    text = resource_path("policies", "default.json").read_text(encoding="utf-8")
    rules: dict[str, dict[str, object]] = json.loads(text)
    return rules


def default_rules(banner: str) -> dict[str, object]:
    """Read the shipped defaults with the banner's name filled in.

    Args:
        banner: 旗名; its last character (旗、县、区) stands in document codes.
    """
    words = {"name": banner, "short": banner[-1]}
    return {name: _filled(entry["value"], words) for name, entry in _defaults().items()}


def _filled(value: object, words: Mapping[str, str]) -> object:
    """Put the banner's name into a text."""
    if isinstance(value, str):
        for name, word in words.items():
            value = value.replace("{" + name + "}", word)
    return value


def seed_policy(banner: str, year: int, given: Mapping[str, object]) -> PolicyRow:
    """Make the first policy's row from the defaults and the wizard's answers.

    Raises:
        ValidationFailed: An answer that no document could be written with.
    """
    rules = default_rules(banner)
    rules.update({name: value for name, value in given.items() if value})
    return PolicyRow(year=year, rules=plain_rules(_sound(policy_from(rules, year))))


def _sound(policy: Policy) -> Policy:
    """Give the policy back when it can be worked with.

    Raises:
        ValidationFailed: With a message for each value that cannot stand.
    """
    faults = faults_of(policy)
    if faults:
        raise ValidationFailed(faults)
    return policy


def policy_in(session: Session, year: int) -> Policy:
    """Give the policy of a year; a year without its own keeps the nearest earlier one's rules.

    A closed year keeps the one it was judged by, whatever is changed afterwards.

    Raises:
        NotFound: There is no policy at all.
    """
    # A rule that is younger than the stored policy begins with the shipped default.
    defaults = default_rules(session.get_one(ProfileRow, 1).name)
    frozen = frozen_policy(session, year)
    if frozen is not None:
        return policy_from({**defaults, **frozen}, year)
    nearest = select(PolicyRow).order_by(PolicyRow.year)
    rows = session.scalars(nearest).all()
    if not rows:
        raise NotFound("没有年度政策")
    earlier = [row for row in rows if row.year <= year]
    rules = (earlier[-1] if earlier else rows[0]).rules
    return policy_from({**defaults, **rules}, year)


def get_policy(workspace: Workspace, year: int) -> Policy:
    """Give the policy of a year."""
    with workspace.reading() as session:
        return policy_in(session, year)


def save_policy(workspace: Workspace, year: int, texts: Mapping[str, str]) -> Changes:
    """Store a year's policy as typed.

    Args:
        workspace: Open workspace.
        year: The year.
        texts: Field name → text; fields left out keep their value.

    Raises:
        ValidationFailed: A value is missing, cannot be read or cannot stand.
        RuleViolation: The year is closed.
    """
    with workspace.unit_of_work("save_policy", f"修改 {year} 年政策") as uow:
        require_open(uow.session, year)
        before = policy_in(uow.session, year)
        fields = [field for field in fields_of(Policy) if field.name in texts]
        used = {field.dictionary for field in fields if field.dictionary}
        words = {name: words_in(uow.session, name) for name in used}
        entry = read_entry(fields, texts, today=workspace.today(), words=words)
        after = _sound(policy_from({**plain_rules(before), **entry.values}, year))
        row = uow.session.scalar(select(PolicyRow).where(PolicyRow.year == year))
        if row is None:
            uow.session.add(PolicyRow(year=year, rules=plain_rules(after)))
        elif row.rules != plain_rules(after):
            row.rules = plain_rules(after)
        return uow.commit()


def plain_rules(policy: Policy) -> dict[str, object]:
    """Turn a policy into values that JSON keeps; :func:`policy_from` reads them back."""
    return {
        field.name: list(value) if isinstance(value, tuple) else value
        for field in fields_of(Policy)
        for value in [getattr(policy, field.name)]
    }


def sources_of_defaults() -> dict[str, str]:
    """Name for each field where its shipped default comes from: a document, or common practice."""
    return {name: str(entry["source"]) for name, entry in _defaults().items()}
