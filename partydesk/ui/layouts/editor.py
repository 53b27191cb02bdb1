"""The editor of a layout: the page in the middle, its elements to the left, properties right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QImageReader, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from partydesk.domain.errors import InputRefused, PartydeskError
from partydesk.services.layout_drafts import (
    Draft,
    Look,
    look_at,
    paper_sizes,
    shipped_values,
    take_picture_file,
)
from partydesk.services.layout_edits import addable
from partydesk.services.layout_properties import TYPES
from partydesk.services.layout_samples import Sample
from partydesk.ui.colours import Tone
from partydesk.ui.layouts.edited import EditedLayout
from partydesk.ui.layouts.element_list import ElementList
from partydesk.ui.layouts.panel import Panel
from partydesk.ui.layouts.paper import Paper
from partydesk.ui.layouts.rulers import Ruler
from partydesk.ui.layouts.tools import Tool, Tools
from partydesk.ui.placements.storing_dialog import StoringDialog
from partydesk.ui.widgets.dialog import ask
from partydesk.ui.widgets.file_choice import choose_file
from partydesk.ui.widgets.filters import ToggleChip
from partydesk.ui.widgets.form_message import FormMessage
from partydesk.ui.widgets.lines import ComposedLine
from partydesk.ui.widgets.menu_button import ChoiceButton, menu_button
from partydesk.ui.widgets.texts import Look as Words
from partydesk.ui.widgets.texts import button, label

_PICTURES: Final = "图片 (*.png *.jpg *.jpeg)"
_LIST_PX: Final = 190
_PANEL_PX: Final = 300
_MOST_REMARKS: Final = 3
#: A picture is shown no finer than this; a scan of A3 at 600 dpi would take 300 MB.
_FINEST_PX: Final = 2400
_GRIDS: Final = {"0": "不显示", "1": "1 毫米", "5": "5 毫米", "10": "10 毫米"}
_ZOOM: Final = 1.25

#: Stores values under a name, in use or not; then calls one of the two.
Save = Callable[[dict[str, Any], str, bool, Callable[[], None], Callable[[Exception], None]], None]


class LayoutEditor(StoringDialog):
    """Edits a layout and stores it as a further version.

    Attributes:
        edited: The layout.
        paper: The page.
        elements: The list of elements.
        panel: What can be set.
        look: How the layout looked last.
        remarks: What is wrong or doubtful.
        name_line: The name under which it is stored.
        use_box: Whether documents are printed with it from then on.

    Signals:
        touched(): What closing would lose has changed, or is lost or stored by now.
    """

    touched = Signal()

    def __init__(
        self,
        parent: QWidget,
        draft: Draft,
        save: Save,
        settings: QSettings,
        *,
        restored: bool = False,
    ) -> None:
        """Begin with a draft.

        Args:
            parent: The page below.
            draft: What is edited.
            save: Stores it.
            settings: Remembers grid, guides and background.
            restored: Whether the draft was left unsaved by an earlier run.
        """
        super().__init__(parent, f"编辑{draft.kind_label}版式", "layout_editor", "layout_refusals")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, on=True)
        self._draft, self._save, self._settings = draft, save, settings
        self._restored = restored
        self._pixmaps: dict[str, QPixmap] = {}
        self._page, self._sample = 0, Sample.USUAL
        self.look = Look(b"", 0, 1, (), (), ())
        self.edited = EditedLayout(draft.values)
        self.tools = Tools(self.edited)
        self.paper = Paper(self.edited)
        self.elements = ElementList(self.edited)
        margin = self.paper.margin_mm = float(str(settings.value("layouts/margin", 20)))
        self.panel = Panel(self.edited, draft.kind, paper_sizes(), self.choose_picture, margin)
        self.panel.margin_asked.connect(self._choose_margin)
        self.paper.opened.connect(self.panel.focus_words)
        self.remarks = FormMessage("layout_remarks")
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.refresh_look)
        self.edited.changed.connect(self._later.start)
        # What stood in the way of saving is said of the layout as it was.
        self.edited.changed.connect(self.refusals.clear)
        self.edited.steps.moved.connect(self._tell_touched)
        self.body.addLayout(self._bar())
        self.body.addLayout(self._middle(), 1)
        self.body.addWidget(self.remarks)
        self.body.addWidget(self.refusals)
        self._build_foot()
        self._add_keys()
        above = parent.window().size()
        self.resize(max(1000, above.width() - 16), max(600, above.height() - 40))
        self._restore_choices()
        self.refresh_look()

    # -- building ----------------------------------------------------------------------------

    def _bar(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(menu_button("添加", "layout_add", self._add_menu))
        row.addWidget(menu_button("编辑", "layout_edit", partial(self._menu, self.tools.editing)))
        row.addWidget(menu_button("对齐", "layout_align", partial(self._menu, self.tools.aligning)))
        steps = self.edited.steps
        for text, name, act, able, said in (
            ("撤销", "layout_undo", steps.undo, steps.undo_possible, steps.undo_named),
            ("重做", "layout_redo", steps.redo, steps.redo_possible, steps.redo_named),
        ):
            made = button(text, name)
            made.clicked.connect(act)
            made.setEnabled(False)
            able.connect(made.setEnabled)
            said.connect(made.setToolTip)
            row.addWidget(made)
        row.addStretch(1)
        self._add_view_buttons(row)
        return row

    def _add_view_buttons(self, row: QHBoxLayout) -> None:
        self.sample = ChoiceButton("layout_sample", "试排数据")
        self.sample.set_options([(each.value, each.value) for each in Sample], Sample.USUAL.value)
        self.sample.chosen.connect(self._choose_sample)
        self._turn = button("", "layout_turn", tip="看下一页")
        self._turn.clicked.connect(self._turn_page)
        self.grid = ChoiceButton("layout_grid", "网格")
        self.grid.set_options(list(_GRIDS.items()), "5")
        self.grid.chosen.connect(self._choose_grid)
        self.snap = ToggleChip("吸附", "layout_snap", on=True)
        self.snap.setToolTip("移动时对准网格、页边、中线和别的元件；按住 Alt 暂时不吸附")
        self.snap.toggled.connect(self._choose_snap)
        for caption, part in (("数据", self.sample), ("网格", self.grid)):
            row.addWidget(label(caption, Words.FIELD))
            row.addWidget(part)
        row.addWidget(self.snap)
        row.addWidget(self._turn)
        for text, name, act in (
            ("放大", "layout_larger", partial(self.paper.zoom, _ZOOM)),
            ("缩小", "layout_smaller", partial(self.paper.zoom, 1 / _ZOOM)),
            ("整页", "layout_fit", self.paper.fit),
        ):
            made = button(text, name)
            made.clicked.connect(lambda _=False, act=act: act())
            row.addWidget(made)

    def _middle(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addLayout(self._left())
        page = QGridLayout()
        page.setSpacing(0)
        page.addWidget(Ruler(self.paper, level=True), 0, 1)
        page.addWidget(Ruler(self.paper, level=False), 1, 0)
        page.addWidget(self.paper, 1, 1)
        row.addLayout(page, 1)
        self.panel.setFixedWidth(_PANEL_PX)
        row.addWidget(self.panel)
        return row

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(label("元件（从下层到上层）", Words.FIELD))
        self.elements.setFixedWidth(_LIST_PX)
        column.addWidget(self.elements, 1)
        column.addWidget(label("底图：证书纸的扫描件，只在这里显示", Words.FIELD, wrap=True))
        line = QHBoxLayout()
        choose = button("选底图…", "layout_background")
        choose.clicked.connect(self.choose_background)
        self._no_background = button("去掉", "layout_no_background")
        self._no_background.clicked.connect(lambda: self._set_background("去掉底图", ""))
        line.addWidget(choose, 1)
        line.addWidget(self._no_background)
        column.addLayout(line)
        self.strength = QSlider(Qt.Orientation.Horizontal)
        self.strength.setObjectName("layout_strength")
        self.strength.setAccessibleName("底图深浅")
        self.strength.setToolTip("底图深浅")
        self.strength.setRange(0, 100)
        self.strength.valueChanged.connect(self._choose_strength)
        column.addWidget(self.strength)
        return column

    def _build_foot(self) -> None:
        restore = button("恢复出厂样子", "layout_restore", tip="可以撤销")
        restore.clicked.connect(self.restore)
        self.add_side_button(restore)
        self.name_line = ComposedLine(self._draft.name)
        self.name_line.setObjectName("layout_name")
        self.name_line.setAccessibleName("版式名称")
        self.name_line.setFixedWidth(260)
        self.name_line.textEdited.connect(self._tell_touched)
        self.use_box = QCheckBox("保存后用于打印")
        self.use_box.setObjectName("layout_use")
        row = self._buttons
        row.insertWidget(1, label(f"由{self._draft.begun_from}改起", Words.SECONDARY))
        for part in (label("名称", Words.FIELD), self.name_line, self.use_box):
            row.addWidget(part)
        row.addSpacing(8)
        self.add_cancel("关闭")
        self.save_button = self.add_button("保存为新的一版", "layout_save", main=True, safe=False)
        self.save_button.clicked.connect(self.save)

    def _add_keys(self) -> None:
        """Let each act be done by its keys; a line of text keeps those that it needs itself."""
        steps = self.edited.steps
        for keys, act in (
            *((tool.keys, tool.run) for tool in self.tools.editing() if tool.keys),
            ("Ctrl+Z", steps.undo),
            ("Ctrl+Y", steps.redo),
            ("Ctrl+S", self.save),
        ):
            QShortcut(QKeySequence(keys), self, act)

    # -- menus -------------------------------------------------------------------------------

    def _add_menu(self) -> QMenu:
        menu = QMenu(self)
        for kind in addable(self._draft.kind):
            action = menu.addAction(TYPES[kind])
            action.triggered.connect(lambda _=False, wanted=kind: self.add(wanted))
        return menu

    def add(self, kind: str) -> None:
        """Add an element; a picture asks for its file first."""
        picture = self.choose_picture() if kind == "picture" else ""
        if kind != "picture" or picture:
            self.tools.add(kind, picture)
            self.paper.setFocus()

    def _menu(self, tools: Callable[[], Sequence[Tool]]) -> QMenu:
        menu = QMenu(self)
        for tool in tools():
            action = QAction(tool.words, menu)
            if tool.keys:  # shown only: the keys themselves belong to the dialog
                words = QKeySequence(tool.keys).toString(QKeySequence.SequenceFormat.NativeText)
                action.setText(f"{tool.words}\t{words}")
            action.setEnabled(len(self.edited.chosen) >= tool.least)
            action.triggered.connect(lambda _=False, run=tool.run: run())
            menu.addAction(action)
        return menu

    # -- how it is shown ---------------------------------------------------------------------

    def _restore_choices(self) -> None:
        self.grid.set_key(str(self._settings.value("layouts/grid", "5")))
        self._choose_grid(self.grid.key)
        self.strength.setValue(int(str(self._settings.value("layouts/strength", 60))))

    def _choose_grid(self, key: str) -> None:
        self.paper.grid_mm = float(key)
        self._settings.setValue("layouts/grid", key)
        self.paper.viewport().update()

    def _choose_margin(self, margin_mm: float) -> None:
        self.paper.margin_mm = margin_mm
        self._settings.setValue("layouts/margin", margin_mm)
        self.paper.viewport().update()

    def _choose_snap(self, on: bool) -> None:
        self.paper.snap = on

    def _choose_strength(self, percent: int) -> None:
        self.paper.strength = percent / 100
        self._settings.setValue("layouts/strength", percent)
        self.paper.viewport().update()

    def _choose_sample(self, word: str) -> None:
        self._sample = Sample(word)
        self.refresh_look()

    def _turn_page(self) -> None:
        self._page = (self.look.page + 1) % self.look.pages
        self.refresh_look()

    def refresh_look(self) -> None:
        """Draw the layout as it is now, and say what is wrong with it."""
        self._later.stop()
        values = self.edited.values
        self.look = look_at(self._draft, values, self._sample, self._page)
        self.paper.show_look(self.look, self._shown_pictures(), values.get("background", ""))
        self._no_background.setEnabled(bool(values.get("background")))
        self._turn.setText(f"第 {self.look.page + 1} / {self.look.pages} 页")
        self._turn.setVisible(self.look.pages > 1)
        faults = [remark.message for remark in self.look.faults]
        warnings = [remark.message for remark in self.look.warnings]
        shown = faults or warnings
        more = [f"……共 {len(shown)} 条"] if len(shown) > _MOST_REMARKS else []
        tone = Tone.TROUBLE if faults else Tone.ATTENTION
        self.remarks.say([*shown[:_MOST_REMARKS], *more], tone)
        self.elements.mark(
            {r.element for r in self.look.faults if r.element is not None},
            {r.element for r in self.look.warnings if r.element is not None},
        )

    def _shown_pictures(self) -> Mapping[str, QPixmap]:
        for sha256, picture in self._draft.pictures.items():
            if sha256 not in self._pixmaps:
                self._pixmaps[sha256] = _pixmap(picture.content)
        return self._pixmaps

    # -- acts --------------------------------------------------------------------------------

    def choose_picture(self) -> str:
        """Ask for a picture; gives its SHA-256, empty for none."""
        path = choose_file(self, "选择图片", _PICTURES)
        if path is None:
            return ""
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            sha256 = take_picture_file(self._draft, path)
            self._shown_pictures()
        except PartydeskError as error:
            self.refusals.say(error.message)
            return ""
        finally:
            QGuiApplication.restoreOverrideCursor()
        self.refusals.clear()
        return sha256

    def choose_background(self) -> None:
        """Ask for a picture of the stock."""
        sha256 = self.choose_picture()
        if sha256:
            self._set_background("换底图", sha256)

    def _set_background(self, words: str, sha256: str) -> None:
        others = {key: each for key, each in self.edited.values.items() if key != "background"}
        self.edited.apply(words, others | ({"background": sha256} if sha256 else {}))

    def restore(self) -> None:
        """Begin again with the layout that came with the program."""
        self.edited.apply("恢复出厂样子", shipped_values(self._draft.kind), ())

    def save(self) -> None:
        """Store it; what stands in the way is said here."""
        self.refusals.clear()
        name, use = self.name_line.text(), self.use_box.isChecked()
        self._save(self.edited.values, name, use, self.stored, self.failed)

    def failed(self, error: Exception) -> None:
        """Say why it was not stored, faults of the layout as the page says them."""
        self.refresh_look()  # it may still wait for the last key
        faults = [remark.message for remark in self.look.faults]
        if isinstance(error, InputRefused) and faults:
            self.refusals.say([f"没有保存：{message}" for message in faults])
        else:
            super().failed(error)

    def stored(self) -> None:
        """Close: nothing is lost any more."""
        self._settle()
        super().stored()

    def reject(self) -> None:
        """Ask before changes are lost."""
        if self.unsaved() is None or ask(
            self, "不保存就关闭？", "这次对版式的修改还没有保存。", "关闭，不保存"
        ):
            self._settle()
            super().reject()

    def unsaved(self) -> tuple[str, dict[str, Any]] | None:
        """Give the name and the layout that closing would lose; None where nothing would be."""
        if self.edited.steps.clean and not self._restored:
            return None
        return self.name_line.text(), self.edited.kept

    def _tell_touched(self, *_what: object) -> None:
        self.touched.emit()

    def _settle(self) -> None:
        """Say that nothing is unsaved any more: it is stored, or was given up."""
        self._restored = False
        self.edited.steps.set_clean()
        self.touched.emit()


def _pixmap(content: bytes) -> QPixmap:
    """Read a picture, no finer than it is shown."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAllocationLimit(0)
    size = reader.size()
    if max(size.width(), size.height()) > _FINEST_PX:
        bound = QSize(_FINEST_PX, _FINEST_PX)
        reader.setScaledSize(size.scaled(bound, Qt.AspectRatioMode.KeepAspectRatio))
    return QPixmap.fromImage(reader.read())
