"""What stands in the import before a file is chosen."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from partydesk.domain.fields import required_labels
from partydesk.services.import_kinds import ImportKind
from partydesk.services.person_forms import TAKES_FORMS
from partydesk.ui.widgets.empty import EmptyState
from partydesk.ui.widgets.file_choice import SHEETS, SHEETS_AND_FORMS
from partydesk.ui.widgets.texts import button


class StartPage(EmptyState):
    """Says what can be imported, and offers to choose it.

    Attributes:
        kinds: The filter of the file dialog.
        choose: Asks for a file.
        folder: Asks for a folder of people's forms or of filled sheets; None where there is no
            such thing.
        template: Saves an empty sheet.
    """

    def __init__(self, kind: ImportKind) -> None:
        """Speak of one kind of import."""
        forms = kind.kind == TAKES_FORMS
        folders = kind.folders
        self.kinds = SHEETS_AND_FORMS if forms else SHEETS
        self.choose: QPushButton = button("选择文件…", "import_choose", main=True)
        self.folder: QPushButton | None = None
        self.template: QPushButton = button("保存模板…", "import_template")
        needed = "、".join(required_labels(kind.fields))
        hint = (
            "可以导入 Excel（.xlsx .xls）、.ods 和 .csv。列的顺序和表头写法不限，程序会按表头辨认。"
        )
        more = [self.template]
        if forms:
            self.folder = button("选择文件夹（任免审批表）…", "import_choose_folder")
            more.insert(0, self.folder)
            hint += "也可以导入干部任免审批表（.lrmx .lrm），或整个文件夹的审批表。"
        if folders:
            self.folder = button("选择文件夹…", "import_choose_folder")
            more.insert(0, self.folder)
            hint += "发下去填好的表可以整个文件夹一次导入，问题按文件和行列出。"
        hint += f"每行至少要有{needed}。" if needed else ""
        hint += "导入前会先逐行检查并列出来，确认后才保存，保存后可以整批撤销。"
        super().__init__(f"选择要导入的{kind.title}", hint, self.choose, *more)
