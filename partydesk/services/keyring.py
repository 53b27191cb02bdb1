"""The file of the wrapped keys: one random key of the workspace, wrapped once for each holder.

``workspace.keys`` lies beside ``workspace.pdk`` and holds nothing secret: the 256-bit key that the
database is encrypted with, wrapped by AES-256-GCM under a key that Argon2id (RFC 9106) derives from
each account's password, and once from the recovery code. Another password, another account, a new
recovery code wrap the key anew and never touch the database. The file names its version, algorithms
and parameters, so that later ones can differ from wrap to wrap. Once the key is known, a MAC over
the whole file tells whether anybody has changed it.
"""

from __future__ import annotations

import base64
import hmac
import json
import os
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from partydesk.db.engine import KEY_BYTES
from partydesk.domain.errors import EnvironmentProblem
from partydesk.domain.passwords import plain
from partydesk.exchange.files import written_whole

FILE_NAME: Final = "workspace.keys"
#: Holder of the wrap that the recovery code opens; no account can be called so.
RECOVERY: Final = ""
_FORMAT: Final = "partydesk-keys"
_VERSION: Final = 1
_LARGEST: Final = 1_000_000
_SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12
_CIPHER: Final = "SQLCipher 4, raw key, 256 bit"
_DAMAGED: Final = "密钥文件 workspace.keys 已损坏或被改动过；请用备份里的密钥文件换回"


class WrongPassword(EnvironmentProblem):
    """The password or recovery code does not open the workspace."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What deriving a key from a password takes, on purpose.

    Attributes:
        memory_kib: Memory.
        passes: How often it is gone through.
        lanes: How many of it side by side.
    """

    # RFC 9106, 4, the second recommended option with twice its memory: some 0.3 s on an office PC.
    memory_kib: int = 128 * 1024
    passes: int = 3
    lanes: int = 4

    def derive(self, secret: str, salt: bytes) -> bytes:
        """Derive 32 bytes from what somebody has typed."""
        kdf = Argon2id(
            salt=salt,
            length=KEY_BYTES,
            iterations=self.passes,
            lanes=self.lanes,
            memory_cost=self.memory_kib,
        )
        return kdf.derive(plain(secret).encode())


#: What new wraps are made with; those that are there say what they were made with.
COST = Cost()


@dataclass(frozen=True, slots=True)
class Wrap:
    """The key as one holder can open it.

    Attributes:
        holder: Name of the account; :data:`RECOVERY` for the recovery code.
        cost: Parameters of Argon2id.
        salt: 16 bytes, of this wrap alone.
        nonce: 12 bytes.
        sealed: The key, encrypted and authenticated.
    """

    holder: str
    cost: Cost
    salt: bytes
    nonce: bytes
    sealed: bytes

    def opened(self, secret: str, workspace_id: str) -> bytes:
        """Give the key.

        Raises:
            WrongPassword: The secret is another one, or the wrap was taken from elsewhere.
        """
        wrapping = AESGCM(self.cost.derive(secret, self.salt))
        try:
            return wrapping.decrypt(self.nonce, self.sealed, _about(workspace_id, self.holder))
        except InvalidTag as error:
            what = "恢复码" if self.holder == RECOVERY else "口令"
            raise WrongPassword(f"{what}不对，请重新输入") from error


def wrapped(key: bytes, holder: str, secret: str, workspace_id: str) -> Wrap:
    """Wrap a key for one holder."""
    cost, salt, nonce = COST, os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
    wrapping = AESGCM(cost.derive(secret, salt))
    sealed = wrapping.encrypt(nonce, key, _about(workspace_id, holder))
    return Wrap(holder, cost, salt, nonce, sealed)


def _about(workspace_id: str, holder: str) -> bytes:
    """What a wrap is tied to, so that it opens nothing in another place."""
    return json.dumps([_FORMAT, workspace_id, holder]).encode()


@dataclass(frozen=True, slots=True)
class Keyring:
    """What the file says.

    Attributes:
        workspace_id: Whose it is.
        generation: Counts every writing; the database holds the same number.
        database: First bytes of the database it opens, in hexadecimal: a file that was swapped, or
            a change of key that was cut off, is seen before anything is tried.
        wraps: One for each holder.
        mac: Over all of it, under a key derived from the workspace's.
    """

    workspace_id: str
    generation: int
    database: str
    wraps: tuple[Wrap, ...]
    mac: bytes = field(default=b"", compare=False)

    @property
    def holders(self) -> tuple[str, ...]:
        """Names of the accounts that can sign in, in the order in which they came."""
        return tuple(wrap.holder for wrap in self.wraps if wrap.holder != RECOVERY)

    def opened(self, holder: str, secret: str) -> bytes:
        """Give the key to a holder.

        Raises:
            WrongPassword: There is no such holder, or the secret is another one. Both take the
                same time and say the same.
            EnvironmentProblem: The file was changed since it was written.
        """
        found = next((wrap for wrap in self.wraps if wrap.holder == holder), None)
        if found is None:
            COST.derive(secret, b"\x00" * _SALT_BYTES)
            raise WrongPassword("没有这个账号，或口令不对；请重新输入")
        key = found.opened(secret, self.workspace_id)
        self.prove(key)
        return key

    def prove(self, key: bytes) -> None:
        """See that the file is as it was written by whoever has the key.

        Raises:
            EnvironmentProblem: It is not.
        """
        if not hmac.compare_digest(self.mac, _mac(self, key)):
            raise EnvironmentProblem(_DAMAGED, "wrong_keys")

    def with_secret(self, key: bytes, holder: str, secret: str) -> Keyring:
        """Give the next generation, in which a holder has this secret and no other."""
        one = wrapped(key, holder, secret, self.workspace_id)
        wraps = {wrap.holder: wrap for wrap in self.wraps} | {holder: one}
        return replace(self, generation=self.generation + 1, wraps=tuple(wraps.values()))

    def without(self, holder: str) -> Keyring:
        """Give the next generation, in which somebody holds nothing."""
        kept = tuple(wrap for wrap in self.wraps if wrap.holder != holder)
        return replace(self, generation=self.generation + 1, wraps=kept)

    def in_order(self, first: Collection[str]) -> Keyring:
        """Put some holders first: whoever names nobody signs in as the first one."""
        wraps = sorted(self.wraps, key=lambda wrap: wrap.holder not in first)
        return replace(self, wraps=tuple(wraps))


def new_keyring(workspace_id: str, salt: bytes, generation: int = 0) -> Keyring:
    """Begin a file without holders, for a database that begins with this salt."""
    return Keyring(workspace_id, generation, salt.hex(), ())


def read_keyring(file: Path) -> Keyring | None:
    """Read the file; None where there is none.

    Raises:
        EnvironmentProblem: It is damaged, or of a newer program.
    """
    try:
        if file.stat().st_size > _LARGEST:
            raise EnvironmentProblem(_DAMAGED, "wrong_keys")
        content = file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise EnvironmentProblem(f"不能读取密钥文件 {file}；请检查文件的读取权限") from error
    try:
        keyring = _parsed(json.loads(content))
        # Whatever a parser would pass over, such as a changed space, is a change all the same.
        is_ours = _written(keyring) == content
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise EnvironmentProblem(_DAMAGED, "wrong_keys") from error
    if not is_ours:
        raise EnvironmentProblem(_DAMAGED, "wrong_keys")
    return keyring


def write_keyring(file: Path, keyring: Keyring, key: bytes) -> Keyring:
    """Write the file whole or not at all.

    Returns:
        What was written, with its MAC.

    Raises:
        EnvironmentProblem: It cannot be written.
    """
    sealed = replace(keyring, mac=_mac(keyring, key))
    with written_whole(file) as place, place.open("wb") as target:
        target.write(_written(sealed))
        target.flush()
        os.fsync(target.fileno())
    return sealed


def _mac(keyring: Keyring, key: bytes) -> bytes:
    derived = HKDF(SHA256(), KEY_BYTES, None, b"partydesk keyring").derive(key)
    return hmac.digest(derived, _written(replace(keyring, mac=b"")), "sha256")


def _written(keyring: Keyring) -> bytes:
    plain_form = {
        "format": _FORMAT,
        "version": _VERSION,
        "workspace": keyring.workspace_id,
        "generation": keyring.generation,
        "cipher": _CIPHER,
        "database": keyring.database,
        "wraps": [
            {
                "holder": wrap.holder,
                "kdf": {
                    "name": "argon2id",
                    "memory_kib": wrap.cost.memory_kib,
                    "passes": wrap.cost.passes,
                    "lanes": wrap.cost.lanes,
                    "salt": _text(wrap.salt),
                },
                "cipher": {"name": "aes-256-gcm", "nonce": _text(wrap.nonce)},
                "sealed": _text(wrap.sealed),
            }
            for wrap in keyring.wraps
        ],
        "mac": _text(keyring.mac),
    }
    return json.dumps(plain_form, ensure_ascii=False, indent=1).encode() + b"\n"


def _parsed(plain_form: dict[str, Any]) -> Keyring:
    if plain_form["format"] != _FORMAT:
        raise ValueError(_FORMAT)
    if plain_form["version"] > _VERSION:
        raise EnvironmentProblem("密钥文件由更新版本的程序写成；请升级程序后再打开")
    return Keyring(
        plain_form["workspace"],
        int(plain_form["generation"]),
        plain_form["database"],
        tuple(_wrap(one) for one in plain_form["wraps"]),
        _bytes(plain_form["mac"]),
    )


#: More memory or passes than any program of ours would ask for come from somebody else.
_MOST_COST: Final = Cost(memory_kib=4 * 1024 * 1024, passes=100, lanes=64)


def _wrap(one: dict[str, Any]) -> Wrap:
    kdf, cipher = one["kdf"], one["cipher"]
    if kdf["name"] != "argon2id" or cipher["name"] != "aes-256-gcm":
        raise EnvironmentProblem("密钥文件用了本程序不认识的算法；请升级程序后再打开")
    cost = Cost(int(kdf["memory_kib"]), int(kdf["passes"]), int(kdf["lanes"]))
    bounded = (
        0 < cost.memory_kib <= _MOST_COST.memory_kib
        and 0 < cost.passes <= _MOST_COST.passes
        and 0 < cost.lanes <= _MOST_COST.lanes
    )
    if not bounded:
        raise ValueError("cost")
    return Wrap(
        str(one["holder"]),
        cost,
        _bytes(kdf["salt"]),
        _bytes(cipher["nonce"]),
        _bytes(one["sealed"]),
    )


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
