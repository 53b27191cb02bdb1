"""The newest backup at every place that can be reached, and old ones thinned out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from partydesk.domain.errors import EnvironmentProblem, NotFound, RuleViolation
from partydesk.domain.progress import Progress, silent
from partydesk.services.backups.copying import copy_to, note_copy
from partydesk.services.backups.listing import newest_sound, thin_out
from partydesk.services.backups.making import Made
from partydesk.services.backups.places import Place, get_places

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Spread:
    """What came of bringing a backup to further places.

    Attributes:
        copied: The copies, each with its place, for :func:`note_copies`.
        said: What was done or stood in the way, in Chinese.
    """

    copied: tuple[tuple[Made, Place], ...] = ()
    said: tuple[str, ...] = ()


def spread(workspace: Workspace, more: Iterable[Place] = (), progress: Progress = silent) -> Spread:
    """Bring the newest backup to the second place and to known sticks, and thin all places out.

    A place that already has it is only thinned out; one that cannot be reached is left out, and
    trouble with one keeps no other waiting. Nothing is written into the workspace.

    Args:
        workspace: Open workspace.
        more: Places that can be reached now beside those of this PC, such as a known stick.
        progress: Told how far it is; may cancel.

    Raises:
        Cancelled: The user asked to stop.
    """
    own, *others = get_places(workspace)
    copied, said = [], []
    try:
        newest = newest_sound(workspace)
    except NotFound:
        return Spread()
    for place in (*others, *more):
        if place in others and not place.is_there:
            said.append(f"{place.title}（{place.folder}）现在连不上，备份只在本机")
        elif not (place.folder / newest.name).exists():
            try:
                copied.append((copy_to(workspace, newest, place, progress), place))
                said.append(f"备份已复制到{place.title}")
            except (EnvironmentProblem, RuleViolation) as problem:
                said.append(problem.message)
        thin_out(workspace, place)
    thin_out(workspace, own)
    return Spread(tuple(copied), tuple(said))


def note_copies(workspace: Workspace, spread: Spread) -> None:
    """Write into the journal which copies were made."""
    for made, place in spread.copied:
        note_copy(workspace, made, place)
