"""What a person would say to the program, foreseen by a test."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter

from partydesk.domain.print_plan import PrintPlan
from partydesk.ui.printing import Machine, dress_printer
from partydesk.ui.widgets.dialog import BaseDialog, MessageDialog


class Answers:
    """What a person would say, foreseen by the test; what is not foreseen fails it.

    Attributes:
        asked: Titles and messages of the questions that came, in order.
        opened: Files that were handed to another program, in order.
        unopenable: Endings of files for which there is no program.
    """

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.opened: list[Path] = []
        self.unopenable: set[str] = set()
        self._says: list[bool | str] = []
        self._files: list[str] = []
        self._found: tuple[Machine, ...] = ()
        self._tray: Path | None = None
        self._jobs = count(1)
        self._fill: list[Callable[[BaseDialog], bool]] = []

    def say(self, *answers: bool | str) -> None:
        """Foresee answers to questions: True for the act, False for cancel, or a button's words."""
        self._says.extend(answers)

    def choose_file(self, *paths: Path | str) -> None:
        """Foresee files for the file dialogs; an empty word thinks better of it."""
        self._files.extend(str(path) for path in paths)

    def have_printers(self, folder: Path, *found: Machine) -> None:
        """Let there be printers whose paper falls into a folder, one file a print job."""
        self._found, self._tray = found, folder

    def fill(self, *answers: Callable[[BaseDialog], bool]) -> None:
        """Foresee dialogs that are filled in; each gives whether the act's button is pressed."""
        self._fill.extend(answers)

    @property
    def paper(self) -> list[bytes]:
        """What came out of the printers, one PDF a print job, in order."""
        assert self._tray is not None
        return [path.read_bytes() for path in sorted(self._tray.glob("*.pdf"))]

    def machines(self) -> tuple[Machine, ...]:
        """Stand for the printers of the system."""
        return self._found

    def open_printer(self, plan: PrintPlan, title: str) -> QPrinter:
        """Stand for the system's printer: what it prints falls into the folder as a PDF."""
        assert self._tray is not None, f"unforeseen printing: {title}"
        assert plan.printer in {each.name for each in self._found}
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setResolution(150)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self._tray / f"{next(self._jobs):03}.pdf"))
        dress_printer(printer, plan, title)
        return printer

    def run_dialog(self, dialog: BaseDialog) -> bool:
        said = dialog.message if isinstance(dialog, MessageDialog) else ""
        self.asked.append(f"{dialog.windowTitle()} {said}".strip())
        if self._fill and not isinstance(dialog, MessageDialog):
            return self._fill.pop(0)(dialog)
        assert self._says, f"unforeseen question: {self.asked[-1]}"
        answer = self._says.pop(0)
        if isinstance(answer, str):
            assert isinstance(dialog, MessageDialog)
            dialog.answer = answer
            return True
        return answer

    def file(self, *_args: object, **_options: object) -> tuple[str, str]:
        assert self._files, "unforeseen file dialog"
        return self._files.pop(0), ""

    def several_files(self, *_args: object, **_options: object) -> tuple[list[str], str]:
        chosen = self.file()[0]
        return ([chosen] if chosen else []), ""

    def open_file(self, path: Path) -> bool:
        """Stand for the program that the system has for a file."""
        self.opened.append(path)
        return path.suffix not in self.unopenable

    def folder(self, *_args: object, **_options: object) -> str:
        return self.file()[0]

    def all_used(self) -> bool:
        return not (self._says or self._files or self._fill)
