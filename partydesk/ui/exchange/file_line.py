"""The line over an import: which file, which of its sheets, and where its header stands."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QWidget

from partydesk.ui.widgets.menu_button import ChoiceButton
from partydesk.ui.widgets.texts import Look, button, label

_MOST_HEADER_ROW = 60
_NUMBER_PX, _SHEET_PX = 48, 110


class FileLine(QWidget):
    """What is being imported, and from where in the file.

    Attributes:
        other: Asks for another file.
        places: The choices within the file.
        sheet: The sheet.
        header_row: The row of the header.
    """

    def __init__(self, title: str) -> None:
        """Show no file yet."""
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(label(title, Look.HEADING))
        self._file = label("", Look.SECONDARY, name="import_file")
        line.addWidget(self._file)
        self.other = button("换一个文件…", "import_other", link=True)
        line.addWidget(self.other)
        line.addStretch(1)
        self.sheet = ChoiceButton("import_sheet", "工作表")
        self.sheet.setMinimumWidth(_SHEET_PX)
        self.header_row = QSpinBox()
        self.header_row.setObjectName("import_header_row")
        self.header_row.setAccessibleName("表头所在的行")
        self.header_row.setRange(1, _MOST_HEADER_ROW)
        self.header_row.setKeyboardTracking(False)
        self.header_row.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.header_row.setFixedWidth(_NUMBER_PX)
        self.places = self._places()
        line.addWidget(self.places)

    def _places(self) -> QWidget:
        places = QWidget()
        line = QHBoxLayout(places)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(label("工作表", Look.FIELD))
        line.addWidget(self.sheet)
        line.addWidget(label("表头在第", Look.FIELD))
        line.addWidget(self.header_row)
        line.addWidget(label("行", Look.FIELD))
        return places

    def show_file(self, name: str, *, sheets: bool = True) -> None:
        """Show the file's name; none hides the choices.

        Args:
            name: Its name.
            sheets: Whether it has sheets and a header; people's forms have none.
        """
        self._file.setText(name)
        self.other.setVisible(bool(name))
        self.places.setVisible(bool(name) and sheets)

    def show_header_row(self, row: int) -> None:
        """Show where the header was found, without asking for another reading."""
        blocked = self.header_row.blockSignals(True)
        self.header_row.setValue(row)
        self.header_row.blockSignals(blocked)
