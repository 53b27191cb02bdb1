"""Which pairs of a run come into the procedure when it is accepted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

#: Why a pair that nobody had worked on left the procedure when a newer run was accepted.
REPLACED = "重新匹配后未再配上"


@dataclass(frozen=True, slots=True)
class ProcedureEntry:
    """How a placement of the round stands against a run that might be accepted.

    Attributes:
        post_id: The post.
        talent_id: The person.
        live: Whether it is in the procedure.
        touched: Whether somebody has consented or signed.
        dismissed: Whether the office withdrew this very pair of this very run, or it has ended.
    """

    post_id: int
    talent_id: int
    live: bool
    touched: bool
    dismissed: bool


def new_pairs(
    pairs: Mapping[int, int], entries: Iterable[ProcedureEntry]
) -> tuple[tuple[int, int], ...]:
    """List the pairs of a run that accepting it would bring into the procedure.

    A post with a pair that somebody has consented to is left alone, and a pair that the office
    withdrew does not come back with the run it came from.

    Args:
        pairs: Post → talent, as the run has it.
        entries: The round's placements.
    """
    entries = list(entries)
    kept = {each.post_id for each in entries if each.live and each.touched}
    known = {(each.post_id, each.talent_id) for each in entries if each.live or each.dismissed}
    return tuple(
        pair for pair in sorted(pairs.items()) if pair[0] not in kept and pair not in known
    )
