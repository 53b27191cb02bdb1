"""What a person would say to the program, foreseen by a test."""

from __future__ import annotations

from pathlib import Path

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
        self._printers: list[bool] = []

    def say(self, *answers: bool | str) -> None:
        """Foresee answers to questions: True for the act, False for cancel, or a button's words."""
        self._says.extend(answers)

    def choose_file(self, *paths: Path | str) -> None:
        """Foresee files for the file dialogs; an empty word thinks better of it."""
        self._files.extend(str(path) for path in paths)

    def choose_printer(self, accepted: bool = True) -> None:
        """Foresee the print dialog."""
        self._printers.append(accepted)

    def run_dialog(self, dialog: BaseDialog) -> bool:
        said = dialog.message if isinstance(dialog, MessageDialog) else ""
        self.asked.append(f"{dialog.windowTitle()} {said}".strip())
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

    def printer(self, *_args: object) -> bool:
        assert self._printers, "unforeseen print dialog"
        return self._printers.pop(0)

    def all_used(self) -> bool:
        return not (self._says or self._files or self._printers)
