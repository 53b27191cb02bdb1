"""Which passwords are refused, and how long wrong ones make people wait."""

from __future__ import annotations

import pytest

from partydesk.domain.passwords import faults_of, plain, wait_s


@pytest.mark.parametrize(
    ("password", "codes"),
    [
        ("shanxia-baima", []),
        ("雪山下有一匹小白马", []),
        ("correct horse", []),
        ("ab7x", ["short"]),
        ("", ["short"]),
        ("x7q" * 50, ["long"]),
        ("12345678", ["common"]),
        ("87654321", ["common"]),
        ("qwertyuiop", ["common"]),
        ("aaaaaaaa", ["common"]),
        ("12121212", ["common"]),
        ("12341234", ["common"]),
        ("password1", ["common"]),
        ("Dangjian2026", ["common"]),
        ("wuyun-baima", ["name"]),
        ("wuyun", ["short", "name"]),
    ],
)
def test_refused_passwords(password: str, codes: list[str]) -> None:
    found = faults_of(password, "Wuyun")
    assert [fault.code for fault in found] == codes
    assert all(fault.message for fault in found)


def test_the_same_signs_are_the_same_password() -> None:
    assert plain("ｐａｓｓ１") == "pass1"


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (1, 0), (2, 0), (3, 2), (4, 4), (6, 16), (10, 256), (11, 300), (99, 300)],
)
def test_the_wait_grows_and_is_bounded(failures: int, seconds: int) -> None:
    assert wait_s(failures) == seconds
