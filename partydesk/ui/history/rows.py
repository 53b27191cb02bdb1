"""The list of rows that an action touched, or that an undo would touch."""

from __future__ import annotations

from PySide6.QtCore import QSettings

from partydesk.domain.action_log import TouchedRow
from partydesk.ui.history.words import TONES, changes_in_words
from partydesk.ui.table import Column, RowTableModel, Shape
from partydesk.ui.table_view import TableView
from partydesk.ui.widgets.empty import EmptyState


def rows_table(
    settings: QSettings, name: str, verbs: dict[str, str], *, about: str, opens: bool
) -> TableView[TouchedRow]:
    """Make the list.

    Args:
        settings: The user's settings.
        name: The object's name.
        verbs: What an operation is called.
        about: What is listed, for screen readers.
        opens: Whether a row has a button that shows its record.
    """
    columns = [
        Column[TouchedRow](
            "operation", "", lambda r: verbs[r.operation], width=64, sortable=False,
            tone=lambda r: TONES[r.operation], shape=Shape.TAG,
        ),
        Column[TouchedRow](
            "title", "资料", lambda r: r.title, width=140, sortable=False, strong=True
        ),
        Column[TouchedRow]("changes", "改动", changes_in_words, width=220, sortable=False),
    ]  # fmt: skip
    if opens:
        columns.append(
            Column[TouchedRow](
                "open", "", lambda r: "查看" if r.is_record else "", width=70,
                shape=Shape.BUTTON, sortable=False,
            )
        )  # fmt: skip
    model: RowTableModel[TouchedRow] = RowTableModel(columns)
    empty = EmptyState("没有改动资料", "这项操作只作了登记，如打印、查看号码。")
    return TableView(model, name, settings, empty, about=about, inset=True)
