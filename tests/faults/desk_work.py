"""Does everything a clerk does that writes, and is killed in the middle; run by the tests.

``python -m tests.faults.desk_work [opening]`` reads what ``victims`` reads. Each child imports,
saves, merges, attaches, appoints, issues anew, exports, backs up and takes back, in an order of its
folder's own, until it is killed. What was acknowledged, as the window would tell its user, it
writes into ``acknowledged.jsonl`` at once. With ``opening`` it only opens the workspace, which
upgrades it.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

from partydesk.domain.listing import Query
from partydesk.domain.placements import Action, Order
from partydesk.services.attachments import add_attachment
from partydesk.services.backups import make_backup
from partydesk.services.exports import export_records
from partydesk.services.history import undo
from partydesk.services.imports import apply_import, plan_import
from partydesk.services.merging import merge_records
from partydesk.services.number_register import list_entries
from partydesk.services.placements import act, list_placements
from partydesk.services.pools import save_record
from partydesk.services.reissuing import Correction, reissue
from partydesk.services.workspace import Workspace
from tests.faults.victims import kill_all

ACKNOWLEDGED = "acknowledged.jsonl"
OUT = "out"
#: People in one import.
ROWS = 25


class Clerk:
    """Works at one desk and writes down what was acknowledged."""

    def __init__(self, workspace: Workspace) -> None:
        """Take a desk."""
        self._workspace = workspace
        self._out = workspace.folder / OUT
        self._out.mkdir(exist_ok=True)
        self._draw = random.Random(workspace.folder.name)
        self._turn = count(1)
        self._log = os.open(workspace.folder / ACKNOWLEDGED, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    @property
    def acts(self) -> dict[str, Callable[[int], None]]:
        """What can be done, by name; each takes a number that was not used before."""
        return {
            "import": self._import, "save": self._save, "merge": self._merge,
            "attach": self._attach, "letters": self._letters, "export": self._export,
            "undo": self._undo, "backup": self._backup,
        }  # fmt: skip

    def work(self) -> None:
        """Do one thing after the other."""
        acts = list(self.acts.values())
        while True:
            self._draw.choice(acts)(self.turn())

    def close(self) -> None:
        """Put the pen down."""
        os.close(self._log)

    def turn(self) -> int:
        """Give the next number."""
        return next(self._turn)

    def _say(self, action: int | None = None, file: Path | None = None) -> None:
        said = {"action": action, "file": file and file.name}
        os.write(self._log, json.dumps(said).encode() + b"\n")

    def _import(self, turn: int) -> None:
        path = self._out / f"{turn}.csv"
        rows = (f"第{turn}批{number},女,经历{number}" for number in range(ROWS))
        path.write_text("姓名,性别,特长说明\n" + "\n".join(rows), encoding="utf-8")
        plan = plan_import(self._workspace, "talents", path)
        self._say(apply_import(self._workspace, plan).action)

    def _save(self, turn: int) -> None:
        self._saved(turn)

    def _saved(self, turn: int) -> int:
        saved = save_record(self._workspace, "talents", None, {"name": f"单个{turn}"})
        self._say(saved.changes.action)
        return saved.id

    def _merge(self, turn: int) -> None:
        kept, other = self._saved(turn), self._saved(turn)
        self._say(merge_records(self._workspace, "talents", kept, [other]).action)

    def _attach(self, turn: int) -> None:
        path = self._out / f"{turn}.txt"
        path.write_text(f"证明{turn}" * 5000, encoding="utf-8")
        added = add_attachment(self._workspace, "talents", self._saved(turn), path)
        self._say(added.changes.action)

    def _letters(self, _turn: int) -> None:
        """Appoint somebody; when all are, put a letter right."""
        workspace, today = self._workspace, self._workspace.today()
        pairs = list_placements(workspace, today.year)
        waiting = [pair.id for pair in pairs if not pair.letter_number]
        if waiting:
            self._say(
                act(workspace, None, Action.APPOINT, Order(today), waiting[:1]).changes.action
            )
            return
        letters = [one for one in list_entries(workspace) if one.kind == "letters" and not one.void]
        reissue(workspace, letters[0].number_id, Correction(today, "更正"))

    def _export(self, turn: int) -> None:
        path = self._out / f"{turn}.xlsx"
        export_records(self._workspace, "talents", path, Query())
        self._say(file=path)

    def _backup(self, _turn: int) -> None:
        make_backup(self._workspace)

    def _undo(self, turn: int) -> None:
        self._save(turn)
        self._say(undo(self._workspace).changes.action)


def only_open(_workspace: Workspace) -> None:
    """Wait for the end with an open workspace."""
    while True:
        signal.pause()


if __name__ == "__main__":
    if sys.argv[1:] == ["opening"]:
        kill_all(only_open, from_opening=True)
    else:
        kill_all(lambda workspace: Clerk(workspace).work())
