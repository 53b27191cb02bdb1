"""The file of the wrapped keys."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from partydesk.domain.errors import EnvironmentProblem
from partydesk.services.keyring import (
    RECOVERY,
    Cost,
    Keyring,
    WrongPassword,
    new_keyring,
    read_keyring,
    write_keyring,
)

KEY = bytes(range(32))
PASSWORD, OTHER = "shanxia-baima", "caodi.pao"


@pytest.fixture
def ring() -> Keyring:
    empty = new_keyring("a" * 32, b"s" * 16)
    return empty.with_secret(KEY, "乌云", PASSWORD).with_secret(KEY, RECOVERY, "CODE")


@pytest.fixture
def file(tmp_path: Path, ring: Keyring) -> Path:
    path = tmp_path / "workspace.keys"
    write_keyring(path, ring, KEY)
    return path


def _read(file: Path) -> Keyring:
    found = read_keyring(file)
    assert found is not None
    return found


def test_each_holder_opens_the_same_key(file: Path) -> None:
    ring = _read(file)
    assert ring.opened("乌云", PASSWORD) == ring.opened(RECOVERY, "CODE") == KEY
    assert ring.holders == ("乌云",)


@pytest.mark.parametrize(
    ("holder", "secret"), [("乌云", OTHER), ("白音", PASSWORD), (RECOVERY, PASSWORD)]
)
def test_another_secret_opens_nothing(file: Path, holder: str, secret: str) -> None:
    with pytest.raises(WrongPassword, match="不对"):
        _read(file).opened(holder, secret)


def test_no_secret_stands_in_the_file(file: Path) -> None:
    content = file.read_bytes()
    assert KEY not in content
    assert PASSWORD.encode() not in content
    assert KEY.hex().encode() not in content


def test_the_file_names_version_algorithms_and_parameters(file: Path) -> None:
    plain = json.loads(file.read_text(encoding="utf-8"))
    assert (plain["format"], plain["version"], plain["generation"]) == ("partydesk-keys", 1, 2)
    kdf = plain["wraps"][0]["kdf"]
    assert (kdf["name"], kdf["memory_kib"], kdf["passes"]) == ("argon2id", 32, 1)
    assert plain["wraps"][0]["cipher"]["name"] == "aes-256-gcm"


def test_a_new_password_leaves_the_others_and_their_order(ring: Keyring) -> None:
    more = ring.with_secret(KEY, "白音", OTHER).with_secret(KEY, "乌云", "xin-de-kouling")
    assert more.holders == ("乌云", "白音")
    assert more.generation == ring.generation + 2
    assert more.wraps[1] == ring.wraps[1]
    assert more.in_order({"白音"}).holders == ("白音", "乌云")
    assert more.without("乌云").holders == ("白音",)


@pytest.mark.parametrize("seed", range(40))
def test_every_flipped_bit_is_noticed(file: Path, seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(file.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.write_bytes(content)
    with pytest.raises(EnvironmentProblem):
        _read(file).opened("乌云", PASSWORD)


def test_a_wrap_from_another_workspace_opens_nothing(ring: Keyring, tmp_path: Path) -> None:
    other = new_keyring("b" * 32, b"s" * 16)
    taken = Keyring(other.workspace_id, 1, other.database, ring.wraps)
    with pytest.raises(WrongPassword):
        taken.opened("乌云", PASSWORD)


def test_a_wrap_under_another_name_opens_nothing(file: Path) -> None:
    renamed = json.loads(file.read_text(encoding="utf-8"))
    renamed["wraps"][0]["holder"] = "白音"
    file.write_text(json.dumps(renamed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    with pytest.raises(WrongPassword):
        _read(file).opened("白音", PASSWORD)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": 2}, "更新版本"),
        ({"format": "x"}, "损坏"),
        ({"wraps": 3}, "损坏"),
        ({"mac": ""}, "损坏"),
    ],
)
def test_what_cannot_be_read_is_said(file: Path, change: dict[str, object], said: str) -> None:
    plain = json.loads(file.read_text(encoding="utf-8")) | change
    file.write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    with pytest.raises(EnvironmentProblem, match=said):
        _read(file).opened("乌云", PASSWORD)


def test_a_cost_beyond_reason_is_not_paid(file: Path) -> None:
    plain = json.loads(file.read_text(encoding="utf-8"))
    plain["wraps"][0]["kdf"]["memory_kib"] = 10**9
    file.write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    with pytest.raises(EnvironmentProblem, match="损坏"):
        read_keyring(file)


def test_without_a_file_there_is_no_keyring(tmp_path: Path) -> None:
    assert read_keyring(tmp_path / "workspace.keys") is None


def test_parameters_and_composition_of_signs_count() -> None:

    derived = Cost(memory_kib=32, passes=3, lanes=4).derive("ｐassword", b"somesaltsomesalt")
    assert derived == Cost(memory_kib=32, passes=3, lanes=4).derive("password", b"somesaltsomesalt")
    assert derived != Cost(memory_kib=32, passes=4, lanes=4).derive("password", b"somesaltsomesalt")


def test_a_name_that_no_text_can_hold_is_damage(file: Path) -> None:
    content = file.read_bytes().replace("乌云".encode(), b"\\ud800")
    file.write_bytes(content)
    with pytest.raises(EnvironmentProblem) as refusal:
        read_keyring(file)
    assert refusal.value.code == "wrong_keys"
