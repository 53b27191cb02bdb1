"""Scans of consents and agreements, kept with a pair."""

from __future__ import annotations

from pathlib import Path

import pytest

from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.domain.placements import Party
from partydesk.services.attachments import (
    add_attachments,
    list_attachments,
    read_attachment,
    remove_attachment,
)
from partydesk.services.history import list_actions, undo
from partydesk.services.papers import papers_of
from partydesk.services.workspace import Workspace
from tests.factories import consent, make_pairs, the_pair

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 32


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "企业同意书.png"
    path.write_bytes(PNG)
    return path


def test_scans_hang_on_the_pair_and_on_each_consent(workspace: Workspace, scan: Path) -> None:
    (pair,) = make_pairs(workspace)
    consent(workspace, Party.ENTERPRISE, Party.PERSON)
    own, enterprise, person = papers_of(workspace, pair.id)
    assert [each.title for each in (own, enterprise, person)] == [
        "协议和委任材料", "企业同意", "个人同意",
    ]  # fmt: skip
    added = add_attachments(workspace, enterprise.kind, enterprise.record_id, [scan])
    assert added.titles == ("企业同意书",)
    assert added.changes.label == f"添加“{pair.talent}”企业同意的附件“企业同意书”"
    add_attachments(workspace, own.kind, own.record_id, [scan])
    assert [each.scans for each in papers_of(workspace, pair.id)] == [1, 1, 0]
    (kept,) = list_attachments(workspace, "consents", enterprise.record_id)
    assert read_attachment(workspace, kept.id)[1] == PNG
    with pytest.raises(ValidationFailed, match="已在附件中"):
        add_attachments(workspace, "placements", pair.id, [scan])


def test_scans_are_taken_away_and_brought_back(workspace: Workspace, scan: Path) -> None:
    (pair,) = make_pairs(workspace)
    add_attachments(workspace, "placements", pair.id, [scan])
    (kept,) = list_attachments(workspace, "placements", pair.id)
    remove_attachment(workspace, kept.id)
    assert list_attachments(workspace, "placements", pair.id) == ()
    undo(workspace)
    assert len(list_attachments(workspace, "placements", pair.id)) == 1
    assert list_actions(workspace)[0].label.startswith("撤销")


def test_a_consent_with_a_scan_is_not_taken_back_under_it(workspace: Workspace, scan: Path) -> None:
    (pair,) = make_pairs(workspace)
    consent(workspace, Party.ENTERPRISE)
    given = list_actions(workspace)[0].id
    _, paper = papers_of(workspace, pair.id)
    add_attachments(workspace, "consents", paper.record_id, [scan])
    result = undo(workspace, given)
    assert result.restored == 0
    assert result.conflicts
    assert the_pair(workspace).consents


def test_papers_of_nothing(workspace: Workspace, scan: Path) -> None:
    with pytest.raises(NotFound, match="99"):
        papers_of(workspace, 99)
    for kind in ("placements", "consents"):
        with pytest.raises(NotFound, match="99"):
            add_attachments(workspace, kind, 99, [scan])
    with pytest.raises(NotFound, match="nothing"):
        add_attachments(workspace, "nothing", 1, [scan])
