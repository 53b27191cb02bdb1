"""Writing a file whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from partydesk.domain.attachments import size_words
from partydesk.domain.errors import EnvironmentProblem
from partydesk.exchange.unfinished import PREFIX, SUFFIX, noted

#: With more free than this, something else than the disk was full, such as a quota.
_LITTLE = 1024**3
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY, errno.ETXTBSY})


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Give a temporary path beside the target, moved onto it when the block ends well.

    A failure leaves neither a half file nor the temporary one, and an older target untouched.

    Raises:
        EnvironmentProblem: No such folder, no right to write, disk full, or the target is open in
            another program.
    """
    temporary = path.parent / f"{PREFIX}{uuid4().hex}{SUFFIX}"
    # Noted from before it is there until after it is gone: a program may be killed in between.
    with noted(temporary):
        try:
            os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            yield temporary
            temporary.chmod(0o644)
            temporary.replace(path)
        except OSError as problem:
            raise explained(problem, path) from problem
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def require_room(folder: Path, size: int) -> None:
    """See that a disk has room for a file before it is begun.

    Args:
        folder: Where it will lie.
        size: Bytes.

    Raises:
        EnvironmentProblem: It has not; the message says how much is missing.
    """
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return  # whoever writes will say what is wrong
    if free < size:
        needed, missing = size_words(size), size_words(size - free)
        message = f"“{folder}”所在的磁盘空间不足：需要 {needed}，还差 {missing}；"
        raise EnvironmentProblem(f"{message}请清理磁盘或另选位置", "disk_full")


def explained(problem: OSError, path: Path) -> EnvironmentProblem:
    """Say in Chinese what stands in the way and what helps."""
    if isinstance(problem, FileNotFoundError | NotADirectoryError):
        return EnvironmentProblem(f"文件夹“{path.parent}”不存在，请先建立或另选位置")
    if isinstance(problem, IsADirectoryError):
        return EnvironmentProblem(f"“{path}”是文件夹，请写出文件名")
    if problem.errno in _FULL:
        room = _room_at(path.parent)
        message = f"磁盘空间不足{room}，“{path.name}”没有写成；请清理磁盘或另选位置"
        return EnvironmentProblem(message, "disk_full")
    if isinstance(problem, PermissionError) or problem.errno in _FORBIDDEN:
        return EnvironmentProblem(
            f"不能写入“{path.name}”：文件可能正在 WPS 或 Excel 中打开，或该文件夹不许写入；"
            "请先关闭该文件，或另选位置"
        )
    return EnvironmentProblem(f"“{path.name}”没有写成（系统错误 {problem.errno}）；请另选位置再试")


def _room_at(folder: Path) -> str:
    """Say how much a disk has left, where that is known and little."""
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return ""
    return f"（只剩 {size_words(free)}）" if free < _LITTLE else ""
