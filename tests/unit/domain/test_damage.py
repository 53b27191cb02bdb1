"""The table of troubles says of each what happened and offers what helps."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from partydesk.domain.damage import TROUBLES, Remedy, Trouble, found, remedies_for
from partydesk.domain.quality import Severity


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=list(TROUBLES))
def test_each_is_said_in_chinese_and_what_blocks_has_a_way_out(trouble: Trouble) -> None:
    details = {name: "9" for _, name, _, _ in Formatter().parse(trouble.sentence) if name}
    said = found(trouble.code, **details).message
    assert "{" not in said
    assert trouble.code == "unknown" or re.search("[\u4e00-\u9fff]{6}", said)
    assert trouble.remedies or trouble.severity is Severity.NOTICE
    assert found(trouble.code).blocks == (trouble.severity is Severity.ERROR)


def test_a_damaged_file_is_said_to_be_kept_and_can_be_restored() -> None:
    for code in ("empty", "truncated", "not_ours", "malformed"):
        assert "原样保留" in TROUBLES[code].sentence
        assert TROUBLES[code].remedies[0] is Remedy.RESTORE


def test_the_worst_finding_orders_the_remedies_and_none_comes_twice() -> None:
    findings = [found("cloud"), found("locked")]
    assert remedies_for(findings) == (Remedy.RETRY, Remedy.OTHER, Remedy.COPY)
    assert remedies_for([]) == ()
