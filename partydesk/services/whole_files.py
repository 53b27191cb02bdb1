"""Files that are either whole or not there."""

from __future__ import annotations

from pathlib import Path

from partydesk.domain.errors import EnvironmentProblem


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there, so that no half file is left.

    Raises:
        EnvironmentProblem: It cannot be written.
    """
    partial = path.with_name(path.name + ".partial")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        message = f"不能写入 {path}：请检查文件夹、磁盘空间，或先关闭正打开它的程序"
        raise EnvironmentProblem(message) from error
