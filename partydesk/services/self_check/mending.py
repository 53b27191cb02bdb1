"""What the self-check can mend by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Engine

from partydesk.db import search
from partydesk.db.engine import translated
from partydesk.domain.progress import Progress, silent
from partydesk.services.pool_kinds import POOLS, index_row_of
from partydesk.services.traces import leave_trace

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


def renew_search_index(workspace: Workspace, progress: Progress = silent) -> None:
    """Write the search index anew from the records, which stay as they are.

    Raises:
        EnvironmentProblem: The file cannot be written.
    """
    progress(0, 1, "重建检索")
    leave_trace(workspace, "self_check_index", "重建检索")
    with workspace.reading() as session:
        engine = session.get_bind()
    assert isinstance(engine, Engine)  # noqa: S101 - sessions are opened on the workspace's engine
    with translated():
        search.make_anew(engine, [pool.model for pool in POOLS.values()], index_row_of)
    progress(1, 1, "重建检索")
