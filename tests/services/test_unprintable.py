"""Characters that no font has: named before anything leaves the program, never lost silently."""

from __future__ import annotations

from pathlib import Path

import pytest

from partydesk.domain.errors import RuleViolation
from partydesk.services.printing import compose, save_printout
from partydesk.services.unprintable import require_printable, unprintable, unprintable_names
from partydesk.services.workspace import Workspace
from tests.factories import YEAR, make_enterprise, make_round, make_talent, number_of

NOWHERE = "\U00030000"


def test_names_with_missing_characters_are_listed_by_record(workspace: Workspace) -> None:
    make_talent(workspace, name="郭𠮷")
    person = make_talent(workspace, name=f"张{NOWHERE}")
    unit = make_enterprise(workspace, name="兴牧合作社", contact=f"{NOWHERE}{NOWHERE}丽")
    found = unprintable_names(workspace)
    assert [(f.kind, f.record_id, f.name, f.field, f.code_point) for f in found] == [
        ("talents", number_of(person), f"张{NOWHERE}", "姓名", "U+30000"),
        ("enterprises", number_of(unit), "兴牧合作社", "联系人", "U+30000"),
    ]
    assert all("手写" in each.message and each.name in each.message for each in found)


def test_nothing_is_written_until_somebody_says_that_it_may_be(
    workspace: Workspace, tmp_path: Path
) -> None:
    make_round(workspace, [make_enterprise(workspace, name=f"{NOWHERE}祥牧业")])
    printout = compose(workspace, "posts", year=YEAR)
    (missing,) = unprintable(printout.warnings)
    path = tmp_path / "posts.pdf"
    with pytest.raises(RuleViolation) as refused:
        save_printout(workspace, printout, path)
    (reason,) = refused.value.reasons
    assert (reason.code, reason.message) == ("missing_character", missing.message)
    assert list(tmp_path.glob("posts*")) == []
    save_printout(workspace, printout, path, allow_missing=True)
    assert path.read_bytes() == printout.pdf


def test_other_warnings_do_not_stop_a_document(workspace: Workspace) -> None:
    make_round(workspace, [make_enterprise(workspace)])
    require_printable(compose(workspace, "posts", year=YEAR).warnings, allow_missing=False)
