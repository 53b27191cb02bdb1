"""The file of a backup (``.pdkb``): the files of a workspace, a manifest, and one digest over all.

::

    workspace.pdk      as it is, encrypted or not; so a backup can be opened where it lies
    workspace.keys     in a protected workspace
    manifest           JSON, see partydesk.domain.backups.manifest
    length             of the manifest, 8 bytes, big-endian
    PartyDesk-backup   16 bytes
    SHA-256            of every byte before, 32 bytes

There is no byte that the digest does not cover, and the digest itself cannot change unseen. The
files are never held in memory.
"""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from partydesk.domain.backups import Manifest, Part, read_manifest, write_manifest
from partydesk.domain.backups.manifest import NewerFormat
from partydesk.domain.errors import EnvironmentProblem
from partydesk.domain.progress import Progress, silent
from partydesk.exchange.files import explained

SUFFIX: Final = ".pdkb"
_MAGIC: Final = b"PartyDesk-backup"
_LENGTH: Final = struct.Struct(">Q")
_DIGEST_BYTES: Final = 32
_TAIL: Final = _LENGTH.size + len(_MAGIC) + _DIGEST_BYTES
_LARGEST_MANIFEST: Final = 4_000_000
_CHUNK: Final = 1 << 20
#: What may lie in a backup; a name from a file is never taken for a path.
DATABASE: Final = "workspace.pdk"
KEYS: Final = "workspace.keys"
_PARTS: Final = ((DATABASE,), (DATABASE, KEYS))
_Take = Callable[[str, bytes], object]


class DamagedBackup(EnvironmentProblem):
    """The file is not what was written: changed, cut off, or no backup at all."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A backup that was read from its first byte to its last.

    Attributes:
        manifest: What it says of itself.
        sha256: Of the whole file, in hexadecimal.
        size: Bytes.
    """

    manifest: Manifest
    sha256: str
    size: int


def seal(path: Path, keys: bytes | None, describe: Callable[[tuple[Part, ...]], Manifest]) -> None:
    """Turn a copy of the database into a backup by writing the rest behind it.

    Args:
        path: The copy; it becomes the backup.
        keys: The file of the wrapped keys; None where there is none.
        describe: Gives the manifest, told the parts.

    Raises:
        EnvironmentProblem: It cannot be written, or the disk is full.
    """
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb+") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
            parts = [Part(DATABASE, size, digest.hexdigest())]
            if keys is not None:
                parts.append(Part(KEYS, len(keys), hashlib.sha256(keys).hexdigest()))
            manifest = write_manifest(describe(tuple(parts)))
            rest = b"".join((keys or b"", manifest, _LENGTH.pack(len(manifest)), _MAGIC))
            digest.update(rest)
            file.write(rest + digest.digest())
            file.flush()
            keep_on_disk(file)
    except OSError as problem:
        raise explained(problem, path) from problem


def keep_on_disk(file: IO[bytes]) -> None:
    """See that what was written is on the device, and that reading it again reads the device."""
    os.fsync(file.fileno())
    if hasattr(os, "posix_fadvise"):  # neither on Windows nor on macOS
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def peek(path: Path) -> Manifest:
    """Read what a backup says of itself, without looking at the rest.

    Raises:
        DamagedBackup: Its end is not that of a backup.
        EnvironmentProblem: It cannot be read, or a newer program wrote it.
    """
    try:
        with path.open("rb") as file:
            return _manifest_in(file, path)[0]
    except OSError as problem:
        raise _unreadable(path) from problem


def read_whole(path: Path, progress: Progress = silent) -> Sealed:
    """Read every byte of a backup and compare the digests.

    Raises:
        DamagedBackup: A byte is not what was written.
        EnvironmentProblem: It cannot be read, or a newer program wrote it.
        Cancelled: The user asked to stop.
    """
    return _gone_through(path, lambda _name, _chunk: None, progress)


def copy_whole(path: Path, target: Path, progress: Progress = silent) -> Sealed:
    """Copy a backup, and read the copy again from its device.

    Args:
        path: The backup.
        target: Does not exist yet; stays behind when something goes wrong.
        progress: Told how far it is.

    Raises:
        DamagedBackup: The backup or the copy of it is not what was written.
        EnvironmentProblem: One cannot be read, or the other not be written.
        Cancelled: The user asked to stop.
    """
    try:
        with path.open("rb") as source, target.open("wb") as copy:
            size = os.fstat(source.fileno()).st_size
            for done, chunk in enumerate(iter(lambda: source.read(_CHUNK), b"")):
                progress(done * _CHUNK, size, "复制备份")
                copy.write(chunk)
            copy.flush()
            keep_on_disk(copy)
    except OSError as problem:
        raise explained(problem, target) from problem
    return read_whole(target, progress)


def extract(path: Path, folder: Path, progress: Progress = silent) -> Sealed:
    """Write the files in a backup into a folder, comparing every byte on the way.

    Args:
        path: The backup.
        folder: An empty folder; whatever was written stays behind when something goes wrong.
        progress: Told how far it is.

    Raises:
        DamagedBackup: A byte is not what was written.
        EnvironmentProblem: It cannot be read, or the files cannot be written.
        Cancelled: The user asked to stop.
    """
    try:
        with ExitStack() as closing:
            files = {
                part.name: closing.enter_context((folder / part.name).open("wb"))
                for part in peek(path).parts
            }
            sealed = _gone_through(path, lambda name, chunk: files[name].write(chunk), progress)
            for file in files.values():
                file.flush()
                keep_on_disk(file)
    except OSError as problem:
        raise explained(problem, folder / DATABASE) from problem
    return sealed


def _gone_through(path: Path, take: _Take, progress: Progress) -> Sealed:
    """Read a backup from its first byte to its last and compare all digests.

    What somebody does with the bytes is not ours to explain: its errors pass.
    """
    try:
        file = path.open("rb")
    except OSError as problem:
        raise _unreadable(path) from problem
    with file:
        manifest, size = _manifest_in(file, path)
        file.seek(0)
        whole = hashlib.sha256()
        for number, part in enumerate(manifest.parts):
            own = hashlib.sha256()
            for chunk in _chunks(file, part.size, path):
                whole.update(chunk)
                if number:
                    own.update(chunk)
                take(part.name, chunk)
                progress(file.tell(), size, "核对备份")
            # The first part begins where the whole begins, so it need not be hashed twice.
            found = own if number else whole
            if found.hexdigest() != part.sha256:
                raise _damaged(path)
        whole.update(_read(file, size - file.tell() - _DIGEST_BYTES, path))
        digest = _read(file, _DIGEST_BYTES, path)
    if whole.digest() != digest:
        raise _damaged(path)
    whole.update(digest)
    return Sealed(manifest, whole.hexdigest(), size)


def _manifest_in(file: IO[bytes], path: Path) -> tuple[Manifest, int]:
    """Read the manifest and the size of the file; its parts fill the file up to the manifest."""
    try:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _TAIL))
        tail = file.read(_TAIL)
        length = _LENGTH.unpack_from(tail)[0] if len(tail) == _TAIL else 0
        begins = size - _TAIL - length
        if tail[_LENGTH.size : -_DIGEST_BYTES] != _MAGIC or length > _LARGEST_MANIFEST:
            raise _damaged(path)
        if begins < 0:
            raise _damaged(path)
        file.seek(begins)
        manifest = read_manifest(_read(file, length, path))
    except OSError as problem:
        raise _unreadable(path) from problem
    except NewerFormat as error:
        message = f"备份“{path.name}”由更新版本的程序做成；请升级程序后再用"
        raise EnvironmentProblem(message) from error
    except ValueError as error:
        raise _damaged(path) from error
    fits = tuple(part.name for part in manifest.parts) in _PARTS and begins == sum(
        part.size for part in manifest.parts
    )
    if not fits or any(part.size < 0 for part in manifest.parts):
        raise _damaged(path)
    return manifest, size


def _chunks(file: IO[bytes], size: int, path: Path) -> Iterator[bytes]:
    left = size
    while left:
        chunk = _read(file, min(_CHUNK, left), path)
        left -= len(chunk)
        yield chunk


def _read(file: IO[bytes], size: int, path: Path) -> bytes:
    """Read so many bytes and no fewer."""
    try:
        content = file.read(size)
    except OSError as problem:
        raise _unreadable(path) from problem
    if len(content) != size:
        raise _damaged(path)
    return content


def _damaged(path: Path) -> DamagedBackup:
    return DamagedBackup(f"备份“{path.name}”已损坏：内容与写入时不一致；请改用另一份备份")


def _unreadable(path: Path) -> EnvironmentProblem:
    return EnvironmentProblem(
        f"不能读取备份“{path.name}”：请检查 U 盘或文件夹是否还在、有无读取权限"
    )
