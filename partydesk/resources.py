"""Turns the name of a resource into a path; the one place that knows where resources lie.

Three homes, looked at in this order:

- a frozen build: ``resources/`` beside the unpacked program (``sys._MEIPASS``);
- an installed wheel: ``partydesk/_resources/``, put there when the wheel is built;
- a source tree or an editable install of it: ``resources/`` beside the package.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


@cache
def resource_root() -> Path:
    """Return the folder that holds ``fonts``, ``icons``, ``dictionaries`` and the rest.

    Raises:
        FileNotFoundError: The program was installed without its resources.
    """
    package = Path(__file__).resolve().parent
    candidates = [package / "_resources", package.parent / "resources"]
    unpacked = getattr(sys, "_MEIPASS", None)
    if unpacked is not None:
        candidates.insert(0, Path(unpacked) / "resources")
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise FileNotFoundError("程序的资源文件夹不见了，请重新安装本程序。")


def resource_path(*parts: str) -> Path:
    """Return the absolute path of a resource, for example ``resource_path("fonts", "X.ttf")``.

    Args:
        parts: Folder and file names below the resource folder; none gives the folder itself.

    Raises:
        FileNotFoundError: There is no such resource; the message names it.
        ValueError: The name leads out of the resource folder.
    """
    root = resource_root()
    path = root.joinpath(*parts)
    if not path.resolve().is_relative_to(root.resolve()):
        raise ValueError(f"不是程序的资源：{'/'.join(parts)}")
    if not path.exists():
        raise FileNotFoundError(f"程序缺少资源文件 {'/'.join(parts)}，请重新安装本程序。")
    return path
