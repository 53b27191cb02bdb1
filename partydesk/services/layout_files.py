"""Layouts as files: ``.json``, or a small ``.zip`` where pictures belong to them.

A file from elsewhere is a stranger's: its size, the number and the names of its parts are looked
at before anything is unpacked, and nothing is ever written to a path it names.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from partydesk.domain import bounds
from partydesk.domain.errors import EnvironmentProblem, InputRefused, Note, ValidationFailed
from partydesk.exchange.files import written_whole
from partydesk.exchange.formats import BROKEN_PACKAGE
from partydesk.reports.layout import Layout
from partydesk.reports.layout_reading import list_layouts as shipped_layouts
from partydesk.reports.layout_reading import not_json, parse_layout
from partydesk.reports.picture import Picture, read_picture
from partydesk.services.layout_list import list_layouts
from partydesk.services.layouts import OWN, SavedLayout, get_layout, save_version

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

_LAYOUT: Final = "layout.json"
_PICTURE_NAME: Final = re.compile(r"pictures/[0-9a-f]{64}\.(png|jpg)")
_ENDINGS: Final = {"image/png": "png", "image/jpeg": "jpg"}
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say; the same layout, the same file


@dataclass(frozen=True, slots=True)
class LayoutFile:
    """A file as it was read.

    Attributes:
        name: What the layout calls itself.
        values: The layout, not checked yet.
        pictures: What came with it.
    """

    name: str
    values: dict[str, Any]
    pictures: tuple[Picture, ...]


def export_layout(workspace: Workspace, name: str, path: Path, version: int | None = None) -> Path:
    """Write a layout to a file that another office can take in.

    Args:
        workspace: Open workspace.
        name: Of a shipped one or one of the office's own.
        path: Where to; the ending is made ``.zip`` where pictures belong to it, else ``.json``.
        version: None for the newest.

    Returns:
        The file that was written.

    Raises:
        NotFound: There is no such layout.
        EnvironmentProblem: The file cannot be written.
    """
    found = get_layout(workspace, name, version)
    pictures = found.layout.pictures
    path = path.with_suffix(".zip" if pictures else ".json")
    content = _zipped(found.body, found.layout) if pictures else found.body.encode()
    with written_whole(path) as whole:
        whole.write_bytes(content)
    return path


def import_layout(workspace: Workspace, path: Path, *, use: bool = False) -> SavedLayout:
    """Take a layout from a file; one of the same name gets a further version.

    What was made of a shipped one is stored as the office's own.

    Args:
        workspace: Open workspace.
        path: A ``.json`` or ``.zip`` that :func:`export_layout` wrote, or one written by hand.
        use: Whether documents are printed with it from now on.

    Raises:
        InputRefused: The file is faulty; every reason is given and nothing is stored. Or it holds
            what came with the program, unchanged.
        ValidationFailed: Its name cannot be taken.
        EnvironmentProblem: It cannot be read.
    """
    found = read_layout_file(path)
    name = _own_name(workspace, path, found)
    return save_version(workspace, name, found.values, pictures=found.pictures, use=use)


def _own_name(workspace: Workspace, path: Path, found: LayoutFile) -> str:
    """Give the name under which a layout is stored: never that of one that came with the program.

    Raises:
        InputRefused: It is the very one that came with the program.
    """
    shipped = [layout for layout in shipped_layouts() if layout.label == found.name]
    own = {entry.name for entry in list_layouts(workspace) if entry.version}
    if not shipped or found.name in own:
        return found.name
    if any(parse_layout(found.values, layout.name) == (layout, ()) for layout in shipped):
        why = f"就是出厂的{found.name}版式，没有改动，不用导入；要用它打印，选出厂的那一版即可"
        raise _refusal(path, why)
    return f"{found.name}{OWN}"


def read_layout_file(path: Path) -> LayoutFile:
    """Read a file; the layout itself is checked when it is saved.

    Raises:
        InputRefused: It is no layout, too large, or holds what does not belong there.
        EnvironmentProblem: It cannot be read.
    """
    content = file_content(path, bounds.LAYOUT_FILE_BYTES)
    if len(content) > bounds.LAYOUT_FILE_BYTES:
        raise _refusal(path, f"大于 {bounds.LAYOUT_FILE_BYTES // 1024**2} MB，不是版式文件")
    pictures: tuple[Picture, ...] = ()
    if content.startswith(b"PK"):
        content, pictures = _unzipped(path, content)
    if len(content) > bounds.LAYOUT_BYTES:
        raise _refusal(path, "里的版式大于 1 MB，不是版式文件")
    try:
        values = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _refusal(path, not_json(error)) from error
    if not isinstance(values, dict):
        raise _refusal(path, "不是版式文件：应为一个对象（花括号）")
    label = values.get("label")
    return LayoutFile(label if isinstance(label, str) else path.stem, values, pictures)


def file_content(path: Path, most: int) -> bytes:
    """Read a file, no more than one byte beyond ``most``: what is longer is refused anyhow.

    Raises:
        EnvironmentProblem: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise EnvironmentProblem(f"读不了“{path.name}”，请检查文件是否还在、能否打开") from error


def _zipped(body: str, layout: Layout) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(_LAYOUT, _MOMENT), body)
        for picture in layout.pictures.values():
            name = f"pictures/{picture.sha256}.{_ENDINGS[picture.media_type]}"
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), picture.content)
    return stream.getvalue()


def _unzipped(path: Path, content: bytes) -> tuple[bytes, tuple[Picture, ...]]:
    """Take the layout and the pictures out of an archive.

    Raises:
        InputRefused: It is damaged or holds what does not belong there.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_parts(path, parts)
            body = _taken(path, archive, _LAYOUT, bounds.LAYOUT_BYTES)
            names = [part.filename for part in parts if part.filename != _LAYOUT]
            pictures = tuple(_picture(path, archive, name) for name in names)
    except BROKEN_PACKAGE as error:
        raise _refusal(path, "已损坏，打不开；请重新导出或传送") from error
    return body, pictures


def _check_parts(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    """Look at what an archive says it holds, before anything is unpacked.

    Raises:
        InputRefused: Too much, too many, or something that does not belong there.
    """
    names = [part.filename for part in parts]
    strange = [name for name in names if name != _LAYOUT and not _PICTURE_NAME.fullmatch(name)]
    if strange:
        raise _refusal(path, f"里有不属于版式的文件“{strange[0][:60]}”")
    if _LAYOUT not in names:
        raise _refusal(path, f"里没有 {_LAYOUT}")
    if len(names) > bounds.LAYOUT_PARTS or len(set(names)) < len(names):
        raise _refusal(path, f"里的文件有重名，或多于 {bounds.LAYOUT_PARTS} 个")
    if sum(part.file_size for part in parts) > bounds.LAYOUT_FILE_BYTES:
        raise _refusal(path, f"解开后大于 {bounds.LAYOUT_FILE_BYTES // 1024**2} MB")


def _taken(path: Path, archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """Unpack one part, not further than it may be large, whatever the archive says of its size."""
    with archive.open(name) as part:
        content = part.read(most + 1)
    if len(content) > most:
        raise _refusal(path, f"里的 {name} 大于 {most // 1024**2} MB")
    return content


def _picture(path: Path, archive: zipfile.ZipFile, name: str) -> Picture:
    try:
        picture = read_picture(_taken(path, archive, name, bounds.LAYOUT_PICTURE_BYTES))
    except ValidationFailed as error:
        raise _refusal(path, f"里的 {name}：{error.message}") from error
    if picture.sha256 not in name:
        raise _refusal(path, f"里的 {name} 与名称不符，可能传送时损坏")
    return picture


def _refusal(path: Path, why: str) -> InputRefused:
    return InputRefused([Note("bad_layout", f"“{path.name}”{why}")])
