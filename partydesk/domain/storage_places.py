"""Where a folder lies: on a disk of this PC, on a network share, or in the folder of a cloud drive.

SQLite is safe on a local disk only ("How To Corrupt An SQLite Database File", sqlite.org, 2.1 on
network locks); a program that synchronizes moves the file away in the middle of writing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePath
from typing import Final


class Kind(Enum):
    """The sort of place; the values are the codes of ``damage``."""

    LOCAL = "local"
    NETWORK = "network"
    CLOUD = "cloud"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a folder lies.

    Attributes:
        kind: The sort of place.
        name: What people call it: the drive's name, or the share.
    """

    kind: Kind = Kind.LOCAL
    name: str = ""


@dataclass(frozen=True, slots=True)
class Mount:
    """A mounted file system.

    Attributes:
        point: Where it is mounted.
        system: Its type, such as ext4 or cifs.
        source: What is mounted, such as //server/share.
    """

    point: PurePath
    system: str
    source: str


#: Types of file systems whose disk is in another machine.
_NETWORK: Final = re.compile(
    r"nfs\d?|cifs|smb\d?|smbfs|ncpfs|afs|ceph|davfs2?|webdav|glusterfs|lustre"
    r"|fuse\.(?:sshfs|gvfsd-fuse|davfs2?|glusterfs|curlftpfs|smbnetfs|rclone|s3fs)"
)
#: What a folder of a cloud drive is called → the drive; part of a path, whatever its case.
_CLOUD: Final = (
    (re.compile(r"onedrive(?: ?[-–].*)?"), "OneDrive"),
    (re.compile(r"(?:我的)?坚果云.*|nutstore(?: files)?(?:[ _-].*|\d*)"), "坚果云"),
    (re.compile(r"百度网盘同步空间|百度云同步盘|baidusyncdisk|baidunetdiskworkspace"), "百度网盘"),
    (re.compile(r"(?:百度网盘|baidunetdisk)(?!download).*"), "百度网盘"),
    (re.compile(r"dropbox(?: ?\(.*\))?"), "Dropbox"),
    (re.compile(r"icloud ?drive|iclouddrive"), "iCloud"),
    (re.compile(r"google ?drive|我的云端硬盘"), "Google Drive"),
    (re.compile(r"wps ?云盘|wpsdrive|wps ?cloud ?files|wps网盘"), "WPS 云盘"),
    (re.compile(r"腾讯微云|微云同步助手|weiyun.*"), "腾讯微云"),
    (re.compile(r"天翼云盘.*|阿里云盘.*|和彩云.*|115(?:生活|网盘|同步).*"), "网盘"),
    (re.compile(r"nextcloud\d*|owncloud\d*|seafile|syncthing"), "同步盘"),
)
#: Variables in which a drive of Windows says where its folder is.
_VARIABLES: Final = {
    "OneDrive": "OneDrive", "OneDriveCommercial": "OneDrive", "OneDriveConsumer": "OneDrive",
}  # fmt: skip
_OCTAL: Final = re.compile(r"\\([0-7]{3})")


def mounts_of(table: str) -> tuple[Mount, ...]:
    """Read a mount table as ``/proc/mounts`` has it (fstab(5)): spaces are octal escapes."""
    lines = (line.split() for line in table.splitlines())
    return tuple(
        Mount(PurePath(_plain(line[1])), line[2], _plain(line[0]))
        for line in lines
        if len(line) > 2  # noqa: PLR2004 - source, point, type
    )


def _plain(text: str) -> str:
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), text)


def place_of(
    folder: PurePath, mounts: Iterable[Mount] = (), environment: Mapping[str, str] | None = None
) -> Place:
    """Tell where a folder lies.

    Args:
        folder: Absolute.
        mounts: What is mounted where.
        environment: Variables of the process.
    """
    return _cloud(folder, environment or {}) or _network(folder, mounts) or Place()


def _cloud(folder: PurePath, environment: Mapping[str, str]) -> Place | None:
    for variable, name in _VARIABLES.items():
        root = environment.get(variable)
        if root and folder.is_relative_to(root):
            return Place(Kind.CLOUD, name)
    parts = [part.strip().lower() for part in folder.parts]
    for part in parts:
        for pattern, name in _CLOUD:
            if pattern.fullmatch(part):
                return Place(Kind.CLOUD, name)
    return None


def _network(folder: PurePath, mounts: Iterable[Mount]) -> Place | None:
    if folder.drive.startswith(("\\\\", "//")) and not folder.drive.startswith("\\\\?\\"):
        return Place(Kind.NETWORK, folder.drive)
    if folder.drive.upper().startswith("\\\\?\\UNC\\"):
        return Place(Kind.NETWORK, folder.drive)
    around = [mount for mount in mounts if folder.is_relative_to(mount.point)]
    # Later lines hide earlier ones of the same point.
    nearest = sorted(around, key=lambda mount: len(mount.point.parts))[-1:]
    if nearest and _NETWORK.fullmatch(nearest[0].system):
        return Place(Kind.NETWORK, nearest[0].source)
    return None
