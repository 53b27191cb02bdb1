"""Layouts that are edited and not saved, kept like other drafts so that a crash loses nothing.

A draft's one field holds the whole layout: a layout is small, and half of one is none. Pictures
that were chosen for it lie in the workspace already, by their content.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from partydesk.domain.drafts import Draft as Unsaved
from partydesk.reports.layout_reading import parse_layout, pictures_of
from partydesk.reports.picture import Picture
from partydesk.services.fonts import fonts_of
from partydesk.services.layout_drafts import Draft, Values
from partydesk.services.layout_samples import samples_in
from partydesk.services.layouts import keep_pictures, pictures_in

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

#: The kind of draft in the table of drafts.
KIND: Final = "layouts"
_FIELD: Final = "layout"


def unsaved_of(number: int, draft: Draft, name: str, values: Values) -> Unsaved:
    """Write what is edited as a draft.

    Args:
        number: Its own; several layouts may be left unsaved.
        draft: What was taken up for editing.
        name: Under which it is to be saved.
        values: The layout as it is now.
    """
    whole = {"kind": draft.kind, "begun_from": draft.begun_from, "name": name, "values": values}
    return Unsaved(number, name or draft.name, {_FIELD: json.dumps(whole, ensure_ascii=False)})


def open_unsaved(workspace: Workspace, unsaved: Unsaved) -> Draft:
    """Take a layout that was left unsaved up again."""
    whole = json.loads(unsaved.changed[_FIELD])
    kind, values = whole["kind"], whole["values"]
    layout, _faults = parse_layout(values, whole["name"])
    wanted = {sha256 for _place, sha256 in pictures_of(layout)}
    with workspace.reading() as session:
        samples, pictures = samples_in(session, kind), pictures_in(session, wanted)
    fonts = fonts_of(workspace)
    return Draft(whole["name"], whole["begun_from"], kind, values, samples, pictures, fonts)


def keep_chosen(workspace: Workspace, pictures: Iterable[Picture]) -> None:
    """Keep pictures that were chosen for a layout before that is saved.

    Raises:
        EnvironmentProblem: The disk is full, the file locked and so on; nothing was written.
    """
    with workspace.unit_of_work("keep_drafts", "暂存版式的图片", passive=True) as uow:
        keep_pictures(uow.session, pictures)
        uow.commit()
