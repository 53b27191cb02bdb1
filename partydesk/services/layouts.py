"""版式: the forms of documents, those that came with the program and versions of the office's own.

Versions are added and never changed, so that whatever was printed can be told by name and number.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from partydesk.db.models import FileRow, LayoutRow
from partydesk.domain.changes import Changes
from partydesk.domain.errors import InputRefused, NotFound, Reason, RuleViolation, ValidationFailed
from partydesk.reports import layout_reading as reading
from partydesk.reports.fields import KINDS
from partydesk.reports.layout import Layout
from partydesk.reports.layout_writing import layout_values, write_layout
from partydesk.reports.picture import Picture, kept_picture
from partydesk.services.layout_faults import said

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from partydesk.services.workspace import Workspace

#: Behind the label of a shipped one, so that the list never shows two of the same name.
OWN: Final = "（自用）"
_LONGEST_NAME: Final = 40
#: Not in names of files on Windows.
_NOT_IN_NAMES: Final = frozenset('\\/:*?"<>|')


@dataclass(frozen=True, slots=True)
class VersionedLayout:
    """A layout as it is printed with.

    Attributes:
        layout: The form.
        version: 0 for one that came with the program.
        body: The text of its file (JSON).
    """

    layout: Layout
    version: int
    body: str


@dataclass(frozen=True, slots=True)
class SavedLayout:
    """What became of a layout that was saved.

    Attributes:
        name: Under which.
        version: The new one, or the newest where nothing had changed.
        changes: For the pages.
    """

    name: str
    version: int
    changes: Changes


def usual_of(kind: str) -> str:
    """Name the shipped layout that a kind is printed with at first: the first one by name."""
    return next(layout.name for layout in reading.list_layouts() if layout.kind == kind)


def layout_in_use(session: Session, kind: str, usual: str) -> VersionedLayout:
    """Give the layout that documents of a kind are printed with.

    Args:
        session: Open session.
        kind: Kind of document.
        usual: Name of the shipped one, where the office chose none of its own.

    Raises:
        InputRefused: The stored one does not fit this program any more; every fault is named.
    """
    row = session.scalar(select(LayoutRow).where(LayoutRow.kind == kind, LayoutRow.in_use))
    return _shipped(usual) if row is None else _stored(session, row)


def layout_named(session: Session, name: str, version: int | None = None) -> VersionedLayout:
    """Give a layout by name.

    Args:
        session: Open session.
        name: Of a shipped one or one of the office's own.
        version: None for the newest.

    Raises:
        NotFound: There is none, or no such version.
        InputRefused: The stored one does not fit this program any more.
    """
    if name in _shipped_names():
        if version:
            raise NotFound(f"随程序提供的版式“{name}”没有第 {version} 版")
        return _shipped(name)
    row = _newest(session, name)
    if row is None:
        own = session.scalars(select(LayoutRow.name).distinct().order_by(LayoutRow.name))
        raise NotFound(f"没有名为“{name}”的版式；现有 {'、'.join([*_shipped_names(), *own])}")
    if version is not None and version != row.version:
        wanted = (LayoutRow.name == name, LayoutRow.version == version)
        row = session.scalar(select(LayoutRow).where(*wanted))
        if row is None:
            raise NotFound(f"版式“{name}”没有第 {version} 版")
    return _stored(session, row)


def get_layout(workspace: Workspace, name: str, version: int | None = None) -> VersionedLayout:
    """Give a layout by name; see :func:`layout_named`.

    Raises:
        NotFound: There is none, or no such version.
        InputRefused: The stored one does not fit this program any more.
    """
    with workspace.reading() as session:
        return layout_named(session, name, version)


def copy_of(name: str) -> dict[str, Any]:
    """Give a shipped layout as plain values to begin one of the office's own with.

    Raises:
        NotFound: There is none.
    """
    return layout_values(reading.load_layout(name))


def save_version(
    workspace: Workspace,
    name: str,
    values: Mapping[str, Any],
    *,
    pictures: Iterable[Picture] = (),
    use: bool = False,
) -> SavedLayout:
    """Add a version; the one before stays as it is. The same once more adds none.

    Args:
        workspace: Open workspace.
        name: What people call it; it is also its label.
        values: The layout as its file holds it.
        pictures: What it names and the workspace may not hold yet.
        use: Whether documents are printed with it from now on.

    Raises:
        ValidationFailed: The name cannot be taken.
        InputRefused: Every fault of the layout; nothing is stored.
    """
    name = _checked_name(name)
    given = {picture.sha256: picture for picture in pictures}
    with workspace.unit_of_work("save_layout", f"保存版式“{name}”", undoable=False) as uow:
        layout = _read(uow.session, {**values, "label": name}, name, given)
        before = _newest(uow.session, name)
        if before is not None and before.kind != layout.kind:
            label = KINDS[before.kind].label
            raise ValidationFailed({"name": f"“{name}”已是{label}的版式，请另取名称"})
        row = before
        body = write_layout(layout)
        if row is None or row.body != body:
            row = LayoutRow(
                name=name,
                kind=layout.kind,
                label=name,
                version=1 if before is None else before.version + 1,
                body=body,
                saved_at=workspace.clock(),
            )
            uow.session.add(row)
            uow.relabel(f"保存版式“{name}”第 {row.version} 版")
        keep_pictures(uow.session, layout.pictures.values())
        _revive(uow.session, name)
        if use:
            _put_in_use(uow.session, row.kind, row)
        return SavedLayout(name, row.version, uow.commit())


def use_layout(
    workspace: Workspace, kind: str, name: str | None, version: int | None = None
) -> Changes:
    """Print documents of a kind with a layout from now on; what is issued stays as it is.

    Args:
        workspace: Open workspace.
        kind: Kind of document.
        name: Of any; None for the usual one that came with the program. Another shipped one
            becomes the office's own first.
        version: None for the newest.

    Raises:
        NotFound: There is none.
        RuleViolation: It is of another kind, or retired.
        InputRefused: It does not fit this program any more.
    """
    if name in _shipped_names() and name != usual_of(kind):
        layout = reading.load_layout(str(name))
        if layout.kind != kind:
            raise RuleViolation([_other_kind(layout, kind)])
        return save_version(workspace, layout.label, layout_values(layout), use=True).changes
    shipped = name is None or name in _shipped_names()
    label = f"{KINDS[kind].label}改用{'出厂版式' if shipped else f'版式“{name}”'}打印"
    with workspace.unit_of_work("use_layout", label) as uow:
        if name is None:
            _put_in_use(uow.session, kind, None)
            return uow.commit()
        found = layout_named(uow.session, name, version)
        if found.layout.kind != kind:
            raise RuleViolation([_other_kind(found.layout, kind)])
        wanted = (LayoutRow.name == name, LayoutRow.version == found.version)
        row = uow.session.scalar(select(LayoutRow).where(*wanted))
        if row is not None and row.retired:
            message = f"版式“{name}”已停用，请先恢复"
            raise RuleViolation([Reason("layout_retired", message)])
        _put_in_use(uow.session, kind, row)
        return uow.commit()


def retire_layout(workspace: Workspace, name: str, *, retired: bool = True) -> Changes:
    """Offer a layout no longer, or again; its versions stay.

    Raises:
        NotFound: The office has none of this name.
        RuleViolation: Documents are printed with it.
    """
    word = "停用" if retired else "恢复"
    with workspace.unit_of_work("retire_layout", f"{word}版式“{name}”") as uow:
        rows = list(uow.session.scalars(select(LayoutRow).where(LayoutRow.name == name)))
        if not rows:
            raise NotFound(f"没有名为“{name}”的自有版式")
        if retired and any(row.in_use for row in rows):
            message = f"版式“{name}”正用于打印，请先改用别的版式"
            raise RuleViolation([Reason("layout_in_use", message)])
        for row in rows:
            row.retired = retired
        return uow.commit()


def fitting_layout(session: Session, kind: str, usual: str, name: str = "") -> VersionedLayout:
    """Give the layout a print asks for by name, or the one in use.

    Raises:
        NotFound: There is none of this name.
        RuleViolation: It is of another kind.
        InputRefused: It does not fit this program any more.
    """
    if not name:
        return layout_in_use(session, kind, usual)
    found = layout_named(session, name)
    if found.layout.kind != kind:
        raise RuleViolation([_other_kind(found.layout, kind)])
    return found


def pictures_in(session: Session, names: Iterable[str]) -> dict[str, Picture]:
    """Give the pictures that the workspace holds, by SHA-256; those it lacks are left out."""
    rows = session.scalars(select(FileRow).where(FileRow.sha256.in_(set(names))))
    return {row.sha256: kept_picture(row.sha256, row.media_type, row.content) for row in rows}


def _other_kind(layout: Layout, kind: str) -> Reason:
    own, other = KINDS[layout.kind].label, KINDS[kind].label
    return Reason("layout_of_other_kind", f"版式“{layout.name}”是{own}的，不能用来印{other}")


def _put_in_use(session: Session, kind: str, row: LayoutRow | None) -> None:
    """Let one version be the one in use of its kind."""
    used = session.scalars(select(LayoutRow).where(LayoutRow.kind == kind, LayoutRow.in_use))
    for other in used:
        other.in_use = False
    if row is not None:
        row.in_use = True


def _revive(session: Session, name: str) -> None:
    """Offer every version of a name again."""
    for row in session.scalars(select(LayoutRow).where(LayoutRow.name == name, LayoutRow.retired)):
        row.retired = False


def keep_pictures(session: Session, pictures: Iterable[Picture]) -> None:
    """Keep pictures by their content; nothing is committed."""
    for picture in pictures:
        if session.get(FileRow, picture.sha256) is None:
            session.add(
                FileRow(
                    sha256=picture.sha256, media_type=picture.media_type, content=picture.content
                )
            )


def _newest(session: Session, name: str) -> LayoutRow | None:
    """The newest version of one of the office's own."""
    newest = select(LayoutRow).where(LayoutRow.name == name).order_by(LayoutRow.version.desc())
    return session.scalar(newest.limit(1))


def _read(
    session: Session, values: object, name: str, given: Mapping[str, Picture] = reading.NO_PICTURES
) -> Layout:
    """Read a layout with its pictures from the workspace.

    Raises:
        InputRefused: Every fault.
    """
    layout, notes = reading.parse_layout(values, name)
    wanted = {sha256 for _, sha256 in reading.pictures_of(layout)}
    if wanted:
        pictures = pictures_in(session, wanted - given.keys())
        pictures |= {sha256: given[sha256] for sha256 in wanted & given.keys()}
        layout, notes = reading.parse_layout(values, name, pictures)
    if notes:
        raise InputRefused(said(name, values, notes))
    return layout


def _stored(session: Session, row: LayoutRow) -> VersionedLayout:
    layout = _read(session, json.loads(row.body), row.name)
    return VersionedLayout(layout, row.version, row.body)


def _shipped(name: str) -> VersionedLayout:
    return VersionedLayout(reading.load_layout(name), 0, reading.shipped_text(name))


def _shipped_names() -> tuple[str, ...]:
    return tuple(layout.name for layout in reading.list_layouts())


def _checked_name(name: str) -> str:
    """Give a name as it is stored.

    Raises:
        ValidationFailed: It is empty, too long, or cannot be that of a file.
    """
    name = " ".join(name.split())
    if not name:
        raise ValidationFailed({"name": "请给版式取个名称，如“委任书（8K 证书纸）”"})
    if len(name) > _LONGEST_NAME:
        raise ValidationFailed({"name": f"名称最多 {_LONGEST_NAME} 个字"})
    if _NOT_IN_NAMES & set(name) or name.startswith("."):
        raise ValidationFailed({"name": '名称里不能有 \\ / : * ? " < > |，也不能以点开头'})
    if name in _shipped_names():
        raise ValidationFailed({"name": f"“{name}”是随程序提供的版式的名称，请另取"})
    return name
