"""Where backups lie: beside the workspace, at a second place of this PC, and on known sticks.

Each place has a marker, ``partydesk-backup.json``: whose backups lie there, and when each was last
read whole. A stick is recognized by it when it is plugged in, and that of another office is left
alone.
"""

from __future__ import annotations

import datetime as dt
import json
import platform
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from partydesk.db.models import ProfileRow
from partydesk.domain.backups import Keeping
from partydesk.domain.backups.keeping import keeping_from
from partydesk.domain.changes import Changes
from partydesk.domain.errors import EnvironmentProblem
from partydesk.exchange.files import written_whole
from partydesk.resources import resource_path
from partydesk.services.settings import get_setting, set_setting

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

MARKER: Final = "partydesk-backup.json"
#: Folder of the backups within the workspace's, and on a stick.
OWN_FOLDER: Final = "backups"
STICK_FOLDER: Final = "党建选派备份"
_FORMAT: Final = "partydesk-backup-place"
_LARGEST_MARKER: Final = 1_000_000
_PLACES: Final = "backups.places"
_KEEPING: Final = "backups.keeping"
_REMOVABLE: Final = 2
_MOUNTED_BELOW: Final = ("/media/", "/run/media/", "/mnt/")


@dataclass(frozen=True, slots=True)
class Place:
    """A folder with backups of this workspace.

    Attributes:
        title: What people call it: 本机, 第二处, U 盘.
        folder: The folder.
    """

    title: str
    folder: Path

    @property
    def is_there(self) -> bool:
        """Whether it can be reached now."""
        return self.folder.is_dir()


@dataclass(frozen=True, slots=True)
class Marker:
    """What stands in the marker of a place.

    Attributes:
        workspace_id: Whose backups lie here.
        name: 旗名, for people.
        read: Name of a file → when it was last read whole and found sound.
        second: In the place of the PC, where its second place is: whoever cannot open the
            workspace finds it here.
    """

    workspace_id: str
    name: str
    read: Mapping[str, dt.datetime] = field(default_factory=dict)
    second: Path | None = None


@dataclass(frozen=True, slots=True)
class Stick:
    """A stick or another drive that can be taken out.

    Attributes:
        root: Where it is plugged in.
        marker: None where it has not been used for backups yet.
        ours: Whether it is known to this workspace.
    """

    root: Path
    marker: Marker | None
    ours: bool

    @property
    def place(self) -> Place:
        """Where the backups lie on it."""
        return Place(f"U 盘 {self.root.name or self.root}", self.root / STICK_FOLDER)

    @property
    def is_foreign(self) -> bool:
        """Whether it belongs to another workspace."""
        return self.marker is not None and not self.ours


def get_places(workspace: Workspace) -> tuple[Place, ...]:
    """Give the places of this PC, whether they can be reached now or not."""
    second = _of_this_pc(workspace).get("second")
    own = Place("本机", workspace.folder / OWN_FOLDER)
    return (own, Place("第二处", Path(second))) if second else (own,)


def save_second_place(workspace: Workspace, folder: Path | None) -> Changes:
    """Choose the second place of this PC; None for none.

    Raises:
        EnvironmentProblem: It cannot be written, or holds backups of another workspace.
    """
    if folder is not None:
        claim(workspace, folder)
    own = get_places(workspace)[0].folder
    write_marker(own, replace(claim(workspace, own), second=folder))
    label = f"备份的第二处改为 {folder}" if folder else "取消备份的第二处"
    stored = dict(get_setting(workspace, _PLACES) or {})
    stored[_this_pc()] = {"second": str(folder) if folder else None}
    return set_setting(workspace, _PLACES, stored, label)


def _of_this_pc(workspace: Workspace) -> Mapping[str, Any]:
    found = (get_setting(workspace, _PLACES) or {}).get(_this_pc(), {})
    return found if isinstance(found, dict) else {}


def _this_pc() -> str:
    return platform.node() or "本机"


# -- how many are kept ------------------------------------------------------------------------


@cache
def _defaults() -> Mapping[str, int]:
    text = resource_path("policies", "backups.json").read_text(encoding="utf-8")
    found: dict[str, int] = json.loads(text)
    return found


def get_keeping(workspace: Workspace) -> Keeping:
    """Give the rule by which automatic backups are thinned out."""
    return keeping_from({**_defaults(), **(get_setting(workspace, _KEEPING) or {})})


def save_keeping(workspace: Workspace, keeping: Keeping) -> Changes:
    """Change the rule."""
    plain = {name: getattr(keeping, name) for name in Keeping.__slots__}
    return set_setting(workspace, _KEEPING, plain, "修改备份的保留规则")


def drill_days() -> int:
    """Days from one drill to the next."""
    return _defaults()["drill_days"]


# -- markers ----------------------------------------------------------------------------------


def read_marker(folder: Path) -> Marker | None:
    """Read the marker of a place; None where there is none that can be read."""
    path = folder / MARKER
    try:
        if path.stat().st_size > _LARGEST_MARKER:
            return None
        plain = json.loads(path.read_bytes())
        if plain["format"] != _FORMAT:
            return None
        read = {str(n): dt.datetime.fromisoformat(m) for n, m in plain["read"].items()}
        second = plain.get("second")
        place = Path(str(second)) if second else None
        return Marker(str(plain["workspace"]), str(plain["name"]), read, place)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def claim(workspace: Workspace, folder: Path) -> Marker:
    """See that a place is this workspace's, and make it so where it is nobody's.

    Raises:
        EnvironmentProblem: It is another workspace's, or cannot be written.
    """
    with workspace.reading() as session:
        profile = session.get_one(ProfileRow, 1)
        ours = Marker(profile.workspace_id, profile.name)
    found = read_marker(folder)
    if found is not None and found.workspace_id != ours.workspace_id:
        raise EnvironmentProblem(
            f"“{folder}”存放的是“{found.name}”的备份，没有写入；"
            "请换一个 U 盘或文件夹，以免两家的备份混在一起"
        )
    if found is None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"不能建立备份文件夹 {folder}：请检查位置和写入权限，或另选位置"
            raise EnvironmentProblem(message) from error
        write_marker(folder, ours)
    return found or ours


def write_marker(folder: Path, marker: Marker) -> None:
    """Write the marker of a place.

    Raises:
        EnvironmentProblem: It cannot be written.
    """
    plain = {
        "format": _FORMAT,
        "workspace": marker.workspace_id,
        "name": marker.name,
        "read": {n: moment.isoformat(timespec="seconds") for n, moment in marker.read.items()},
        "second": None if marker.second is None else str(marker.second),
    }
    with written_whole(folder / MARKER) as place:
        place.write_text(json.dumps(plain, ensure_ascii=False, indent=1), encoding="utf-8")


def remember_read(folder: Path, outcomes: Mapping[str, dt.datetime | None]) -> None:
    """Note when files of a place were read whole; None for those that were found damaged.

    A place that cannot be written, or has no marker, is left as it is: the files speak themselves.
    """
    marker = read_marker(folder)
    if marker is None or not outcomes:
        return
    merged = {**marker.read, **outcomes}
    read = {name: m for name, m in merged.items() if m is not None and (folder / name).exists()}
    with suppress(EnvironmentProblem):
        write_marker(folder, replace(marker, read=read))


# -- sticks -----------------------------------------------------------------------------------


def find_sticks(
    workspace: Workspace, roots: Callable[[], Iterable[Path]] | None = None
) -> tuple[Stick, ...]:
    """List the sticks that are plugged in.

    Cheap enough to be asked every few seconds: one look at each drive for its marker.

    Args:
        workspace: Open workspace.
        roots: Gives the roots of drives that can be taken out; None for those of this PC.
    """
    with workspace.reading() as session:
        ours = session.get_one(ProfileRow, 1).workspace_id
    found = []
    for root in sorted((roots or removable_roots)()):
        marker = read_marker(root / STICK_FOLDER)
        found.append(Stick(root, marker, marker is not None and marker.workspace_id == ours))
    return tuple(found)


def removable_roots() -> list[Path]:
    """List where drives that can be taken out are plugged in."""
    return _windows_roots() if sys.platform == "win32" else _mounted_roots()


def _mounted_roots() -> list[Path]:
    try:
        lines = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    places = [line.split(" ")[1] for line in lines if line.count(" ") > 1]
    # The kernel writes a space in a name as \040, and so on.
    plain = [p.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\") for p in places]
    return [Path(place) for place in plain if place.startswith(_MOUNTED_BELOW)]


def _windows_roots() -> list[Path]:  # pragma: no cover - asks Windows
    import ctypes  # noqa: PLC0415 - only there

    kernel: Any = getattr(ctypes, "windll").kernel32  # noqa: B009 - not known elsewhere
    mask = kernel.GetLogicalDrives()
    letters = [chr(ord("A") + place) for place in range(26) if mask >> place & 1]
    return [
        Path(f"{letter}:\\")
        for letter in letters
        if kernel.GetDriveTypeW(f"{letter}:\\") == _REMOVABLE
    ]
