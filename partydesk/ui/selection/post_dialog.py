"""The dialog for one post: which unit asks, for whom, and on what conditions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from partydesk.domain.enterprises import Enterprise, Standing
from partydesk.domain.errors import PartydeskError, RuleViolation, ValidationFailed
from partydesk.domain.fields import Field, Kind, field_of
from partydesk.domain.listing import Query
from partydesk.domain.pinyin import matches
from partydesk.domain.selection import DETAILS, PERSONS, Post, Role
from partydesk.domain.values import show
from partydesk.services.dictionaries import list_words
from partydesk.services.pools import find_records
from partydesk.services.workspace import Workspace
from partydesk.ui.editors import Sources
from partydesk.ui.form import RecordForm
from partydesk.ui.selection.actions import RoundActions
from partydesk.ui.widgets.dialog import BaseDialog

_UNITS = "units"
_USUAL_ROLE = Role.INSTRUCTOR


class PostDialog(BaseDialog):
    """Adds a post or changes one; stays open until it is stored.

    Signals:
        saved(int): 记录号 of the post that was stored, the first of several.
    """

    saved = Signal(int)

    def __init__(
        self, parent: QWidget, workspace: Workspace, actions: RoundActions, post: Post | None
    ) -> None:
        """Show ``post``, or an empty form for a new one."""
        super().__init__(parent, "修改岗位" if post else "新增岗位", "post_dialog")
        self._actions, self._post = actions, post
        self._units = units_by_name(in_pool_units(workspace))
        if post is not None:
            self._units.setdefault(post.enterprise, post.enterprise_id)
        words = {
            field.dictionary: tuple(
                word.word for word in list_words(workspace, field.dictionary) if not word.retired
            )
            for field in DETAILS
            if field.dictionary
        }
        words[_UNITS] = tuple(self._units)
        self.form = RecordForm(
            asked_fields(new=post is None),
            Sources(words=lambda name: words.get(name, ()), matches=matches),
            name="post_form",
        )
        self.form.set_texts(_texts_of(post, self._units))
        self.form.completed.connect(self.save)
        self.body.addWidget(self.form, 1)
        if not self._units:
            self.form.message.say("企业库里还没有“在库”单位；请先在企业库把单位列入")
        self.add_cancel()
        self.save_button = self.add_button("保存岗位", "post_dialog_save", main=True)
        self.save_button.clicked.connect(self.save)
        self.resize(680, 600)
        self.form.focus_first()

    def save(self) -> None:
        """Store what was typed; faults are shown beside the fields."""
        texts = self.form.texts()
        faults = {}
        unit = self._units.get(texts["enterprise"])
        if unit is None:
            known = "没有这个在库单位，请从列表里选择"
            faults["enterprise"] = known if texts["enterprise"] else "请填写单位名称"
        if texts["role"] not in list(Role):
            faults["role"] = "请选择岗位"
        self.form.set_errors(faults)
        if faults or unit is None:
            return
        self.save_button.setEnabled(False)
        self._actions.save_post(
            self._post.id if self._post else None,
            unit,
            Role(texts["role"]),
            {name: text for name, text in texts.items() if name not in ("enterprise", "role")},
            then=self._done,
            failed=self._failed,
        )

    def _done(self, post: Post) -> None:
        self.saved.emit(post.id or 0)
        self.accept()

    def _failed(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, ValidationFailed):
            self.form.set_errors(error.fields)
        elif isinstance(error, RuleViolation):
            self.form.message.say([reason.message for reason in error.reasons])
        elif isinstance(error, PartydeskError):
            self.form.message.say(error.message)
        else:
            raise error


def asked_fields(*, new: bool) -> list[Field]:
    """List what is asked: for a new post how many persons, for one that is there its seat."""
    unit = replace(
        field_of(Post, "enterprise"),
        kind=Kind.DICTIONARY,
        dictionary=_UNITS,
        open_dictionary=False,
        wide=True,
        hint="键入单位名称、拼音或首字母；只列在库单位",
    )
    details = [PERSONS if new and field.name == "seat" else field for field in DETAILS]
    # The number stands beside the role, so that “书记，两人” is typed in one go.
    details.sort(key=lambda field: field.name not in ("seat", PERSONS.name))
    return [unit, field_of(Post, "role"), *details]


def in_pool_units(workspace: Workspace) -> Sequence[Enterprise]:
    """List the units that may ask for posts (essay 5: only the chosen ones do)."""
    query = Query(filters={"standing": (Standing.IN_POOL.value,)})
    units: Sequence[Enterprise] = find_records(workspace, "enterprises", query).rows
    return units


def units_by_name(units: Sequence[Enterprise]) -> dict[str, int]:
    """Give each unit a name of its own: namesakes carry their 记录号."""
    twice = {name for name, count in Counter(unit.name for unit in units).items() if count > 1}
    return {
        f"{unit.name}（记录号 {unit.id}）" if unit.name in twice else unit.name: unit.id or 0
        for unit in units
    }


def _texts_of(post: Post | None, units: dict[str, int]) -> dict[str, str]:
    if post is None:
        return {"role": _USUAL_ROLE.value}
    name = next((n for n, number in units.items() if number == post.enterprise_id), "")
    details = {field.name: show(field, getattr(post, field.name)) for field in DETAILS}
    return {"enterprise": name, "role": post.role.value, **details}
