"""The lock fits the project file, carries hashes, and names no place."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINNED = {
    canonicalize_name(name): version
    for name, version in re.findall(r"^([\w.-]+)==(\S+)", LOCK, re.MULTILINE)
}


def test_every_dependency_is_pinned_inside_its_range() -> None:
    wanted = [
        *PROJECT["project"]["dependencies"],
        *PROJECT["dependency-groups"]["dev"],
        *PROJECT["build-system"]["requires"],
    ]
    for requirement in map(Requirement, wanted):
        version = PINNED[canonicalize_name(requirement.name)]
        assert version in requirement.specifier, requirement


def test_every_pin_has_a_hash() -> None:
    blocks = re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.MULTILINE)[1:]
    # A package may be pinned twice, for the older and for the newer Pythons.
    assert {canonicalize_name(block.partition("==")[0]) for block in blocks} == set(PINNED)
    assert all("--hash=sha256:" in block for block in blocks)


def test_no_address_and_no_folder_is_named() -> None:
    assert "://" not in LOCK
    assert "file:" not in LOCK
    assert "index-url" not in LOCK
    assert "find-links" not in LOCK
