"""Asking for a file; the only place that opens Qt's file dialogs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

EXCEL = "Excel 工作簿 (*.xlsx *.xls *.xlsm)"
SHEETS = "表格文件 (*.xlsx *.xls *.xlsm *.ods *.csv)"
SHEETS_AND_FORMS = "表格和任免审批表 (*.xlsx *.xls *.xlsm *.ods *.csv *.lrmx *.lrm)"
FORMS = "任免审批表 (*.lrmx)"
PDF = "PDF 文件 (*.pdf)"
WORD = "Word 文档 (*.docx)"
BACKUPS = "备份文件 (*.pdkb)"
ANY = "所有文件 (*)"
FONTS = "字体文件 (*.ttf *.ttc *.otf)"
PICTURES = "图片 (*.jpg *.jpeg *.png *.bmp *.webp *.tif *.tiff)"


def choose_file(
    parent: QWidget | None, title: str, kinds: str, folder: Path | None = None
) -> Path | None:
    """Ask for a file to read.

    Args:
        parent: The page that asks.
        title: Title of the dialog, such as 选择企业名册.
        kinds: A filter such as :data:`SHEETS`.
        folder: Where to begin; left out, where the user was last.

    Returns:
        The file, or None if the user thought better of it.
    """
    name, _ = QFileDialog.getOpenFileName(parent, title, str(folder or ""), kinds)
    return Path(name) if name else None


def choose_files(parent: QWidget | None, title: str, kinds: str) -> list[Path]:
    """Ask for several files to read; none if the user thought better of it."""
    names, _ = QFileDialog.getOpenFileNames(parent, title, "", kinds)
    return [Path(name) for name in names]


def choose_target(
    parent: QWidget | None, title: str, kinds: str, suggestion: Path | str = ""
) -> Path | None:
    """Ask where to write; the ending of the first kind is added where none was typed."""
    name, _ = QFileDialog.getSaveFileName(parent, title, str(suggestion), kinds)
    if not name:
        return None
    path = Path(name)
    ending = kinds.partition("*")[2].partition(" ")[0].partition(")")[0]
    return path if path.suffix else path.with_name(path.name + ending)


def choose_folder(parent: QWidget | None, title: str, folder: Path | None = None) -> Path | None:
    """Ask for a folder."""
    name = QFileDialog.getExistingDirectory(parent, title, str(folder or ""))
    return Path(name) if name else None
