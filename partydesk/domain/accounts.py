"""账号: who may sit at this desk, and what each may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is at this desk."""

    ADMINISTRATOR = "管理员"
    CLERK = "经办人"
    REVIEWER = "负责人"
    READER = "查阅"


class Right(StrEnum):
    """What an act needs; the word says it to whoever lacks it."""

    LOOK = "查看"
    #: 打印和导出 takes what is on the screen out of the house, masked.
    TAKE_OUT = "打印和导出"
    FULL_NUMBERS = "查看或导出完整号码"
    WORK = "登记和修改"
    #: 审核: what is decided by whoever answers for the office.
    DECIDE = "审核和办结"
    SET = "修改设置和政策"
    #: 备份 may be made by whoever works here; restoring needs ADMINISTER.
    KEEP = "备份"
    ADMINISTER = "管理账号、恢复和清除"


#: What each role may do. The clerk does all the office's work; who answers for it reads, decides
#: and takes out, and types nothing; so what was decided is never decided by who typed it alone.
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.ADMINISTRATOR: frozenset(Right),
    Role.CLERK: frozenset(Right) - {Right.DECIDE, Right.SET, Right.ADMINISTER},
    Role.REVIEWER: frozenset(
        {Right.LOOK, Right.TAKE_OUT, Right.FULL_NUMBERS, Right.DECIDE, Right.KEEP}
    ),
    Role.READER: frozenset({Right.LOOK}),
}


def words_of_rights(role: Role) -> str:
    """Say what a role may do, in the order in which the rights are listed."""
    return "、".join(right.value for right in Right if right in RIGHTS[role])


@dataclass(frozen=True, slots=True)
class Account:
    """Who sits at the desk.

    Attributes:
        name: As it stands in the journal.
        role: What it may do.
        id: Number; None where the workspace has no accounts.
        retired: Whether it can no longer sign in; what it did stays under its name.
    """

    name: str
    role: Role
    id: int | None = None
    retired: bool = False

    def may(self, right: Right) -> bool:
        """Whether it has a right."""
        return right in RIGHTS[self.role]
