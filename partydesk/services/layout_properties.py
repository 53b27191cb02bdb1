"""What can be set of each element of a layout, as people call it; the editor's panel reads this."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final

from partydesk.reports.fields import KINDS
from partydesk.reports.fonts import FontRole
from partydesk.reports.registry import PAGE_FIELDS

Values = Mapping[str, Any]

#: Type of element → what people call it; those that may be added, in the order of a menu.
TYPES: Final[Mapping[str, str]] = {
    "text": "文字",
    "flow": "段落",
    "picture": "图片",
    "frame": "边框",
    "rule": "线条",
    "reserve": "印章位置",
    "free": "预印区（留空）",
    "qr": "防伪二维码",
    "article": "长文",
    "official": "公文（GB/T 9704）",
}
_ROLES: Final = {
    "fangsong": "仿宋",
    "title": "小标宋",
    "kai": "楷体",
    "song": "宋体",
    "song_bold": "粗宋",
    "hei": "黑体",
    "hei_bold": "粗黑",
}
_FONTS: Final = {role.value: _ROLES.get(role.value, role.value) for role in FontRole}
_ALIGNS: Final = {"left": "靠左", "centre": "居中", "right": "靠右"}
_VERTICALS: Final = {"top": "靠上", "middle": "居中", "bottom": "靠下"}
_OVERFLOWS: Final = {"wrap": "先折行再缩小", "shrink": "缩小", "refuse": "不许超出"}
_PAGES: Final = {"first": "只在第一页", "every": "每一页"}
_UNDERLINE: Final = "下划线"
_PLACE: Final = re.compile(r"\{([^{}]*)\}")


class Sort(Enum):
    """How a property is set."""

    MM = auto()
    PT = auto()
    COUNT = auto()
    LINE = auto()
    CONTENT = auto()  # text with fields
    PARAGRAPHS = auto()  # several, one a line
    CHOICE = auto()
    COLOUR = auto()
    LINES = auto()  # several lines of text with fields
    NAMES = auto()  # of other elements
    PICTURE = auto()
    RINGS = auto()  # rectangles one inside the other; how many


@dataclass(frozen=True, slots=True)
class Property:
    """One thing that can be set.

    Attributes:
        key: Where it stands in the element; points part the steps into what lies inside.
        label: As people call it.
        sort: How it is set.
        words: Of a choice: value → word.
        hint: What else there is to know.
    """

    key: str
    label: str
    sort: Sort
    words: Mapping[Any, str] | None = None
    hint: str = ""


_NAME = Property("name", "名称", Sort.LINE)
_BOX = (
    Property("x_mm", "左", Sort.MM),
    Property("y_mm", "上", Sort.MM),
    Property("width_mm", "宽", Sort.MM),
    Property("height_mm", "高", Sort.MM),
)
_FONT = Property("font", "字体", Sort.CHOICE, _FONTS)
_SIZE = Property("size_pt", "字号", Sort.PT)
_FLOOR = Property("floor_pt", "最小字号", Sort.PT, hint="放不下时最多缩到这么小")
_PITCH = Property("pitch_pt", "行距", Sort.PT)
_PITCH_FLOOR = Property("pitch_floor_pt", "最小行距", Sort.PT, hint="字号不变时最多压到这么密")
_COLOUR = Property("colour", "颜色", Sort.COLOUR)
_ON = Property("pages", "页面", Sort.CHOICE, _PAGES)

_PROPERTIES: Final[Mapping[str, tuple[Property, ...]]] = {
    "text": (
        _NAME,
        *_BOX,
        Property("content", "内容", Sort.CONTENT),
        _FONT,
        _SIZE,
        _FLOOR,
        Property("spacing_pt", "字间加空", Sort.PT),
        Property("align", "左右", Sort.CHOICE, _ALIGNS),
        Property("vertical", "上下", Sort.CHOICE, _VERTICALS),
        Property("overflow", "放不下时", Sort.CHOICE, _OVERFLOWS),
        Property("most_lines", "最多行数", Sort.COUNT),
        _PITCH,
        _COLOUR,
        _ON,
    ),
    "flow": (
        _NAME,
        *_BOX,
        Property("paragraphs", "段落", Sort.PARAGRAPHS, hint="一行一段；“>”开头的段落不缩进"),
        _FONT,
        _SIZE,
        _FLOOR,
        _PITCH,
        _PITCH_FLOOR,
        Property(
            "overflow", "放不下时", Sort.CHOICE, {k: _OVERFLOWS[k] for k in ("shrink", "refuse")}
        ),
        _COLOUR,
    ),
    "article": (
        _NAME,
        *_BOX,
        Property("next_y_mm", "续页从", Sort.MM, hint="第二页起，正文离纸上边这么远"),
        _FONT,
        Property("field_font", "字段字体", Sort.CHOICE, _FONTS),
        Property("heading_font", "标题字体", Sort.CHOICE, _FONTS),
        _SIZE,
        _PITCH,
        _PITCH_FLOOR,
        _COLOUR,
        Property("signatures.columns", "签署栏列数", Sort.COUNT),
        Property("signatures.cell_height_mm", "签署栏高", Sort.MM),
        Property("signatures.gap_mm", "签署栏上空", Sort.MM),
        Property("signatures.size_pt", "签署栏字号", Sort.PT),
        Property("signatures.pitch_pt", "签署栏行距", Sort.PT),
    ),
    "official": (
        _NAME,
        *_BOX,
        Property("rows", "每页行数", Sort.COUNT, hint="国家标准为 22 行"),
        Property("characters", "每行字数", Sort.COUNT, hint="国家标准为 28 字"),
        Property("head.mark", "发文机关标志", Sort.CONTENT),
        Property("head.number", "发文字号", Sort.CONTENT),
        Property("head.mark_pt", "标志字号", Sort.PT),
        Property("head.mark_floor_pt", "标志最小字号", Sort.PT),
        Property("head.on_stock", "红头", Sort.CHOICE, {False: "打印", True: "纸上已印好"}),
        Property("head.stock_mm", "印好的红头高", Sort.MM),
        Property("head.rule_mm", "红线粗细", Sort.MM),
        Property("head.colour", "红头颜色", Sort.COLOUR),
        Property("title", "标题", Sort.CONTENT),
        Property("addressee", "主送机关", Sort.CONTENT),
        Property("text", "正文", Sort.CONTENT),
        Property("attachments", "附件说明", Sort.CONTENT),
        Property("organ", "署名", Sort.CONTENT),
        Property("date", "成文日期", Sort.CONTENT),
        Property("seal_mm", "印章直径", Sort.MM),
        Property("imprint.copies_to", "抄送", Sort.CONTENT),
        Property("imprint.issuer", "印发机关", Sort.CONTENT),
        Property("imprint.issued_on", "印发日期", Sort.CONTENT),
        Property("imprint.size_pt", "版记字号", Sort.PT),
        _SIZE,
        Property("title_pt", "标题字号", Sort.PT),
        Property("page_pt", "页码字号", Sort.PT),
        _FONT,
        Property("title_font", "标题字体", Sort.CHOICE, _FONTS),
        Property("first_font", "一级标题字体", Sort.CHOICE, _FONTS),
        Property("second_font", "二级标题字体", Sort.CHOICE, _FONTS),
        Property("page_font", "页码字体", Sort.CHOICE, _FONTS),
        _COLOUR,
    ),
    "frame": (_NAME, *_BOX, _ON, Property("lines", "圈数", Sort.RINGS)),
    "rule": (
        _NAME,
        Property("x1_mm", "起点左", Sort.MM),
        Property("y1_mm", "起点上", Sort.MM),
        Property("x2_mm", "终点左", Sort.MM),
        Property("y2_mm", "终点上", Sort.MM),
        Property("width_mm", "粗细", Sort.MM),
        _COLOUR,
        _ON,
    ),
    "reserve": (
        _NAME,
        Property("x_mm", "圆心左", Sort.MM),
        Property("y_mm", "圆心上", Sort.MM),
        Property(
            "diameter_mm", "直径", Sort.MM, hint="旗县机关的印章直径 45 毫米（国发〔1999〕25号）"
        ),
        Property("over", "可压印", Sort.NAMES, hint="印章要盖在上面的元件"),
    ),
    "picture": (_NAME, *_BOX, Property("picture", "图片", Sort.PICTURE), _ON),
    "free": (_NAME, *_BOX),
    "qr": (_NAME, *_BOX, _ON),
}
_RING_GAP_MM: Final = 1.5
_RING: Final = (
    Property("inset_mm", "内缩", Sort.MM),
    Property("width_mm", "粗细", Sort.MM),
    Property("colour", "颜色", Sort.COLOUR),
)


def properties_of(element: Values) -> tuple[Property, ...]:
    """List what can be set of an element, with each ring of a frame and each place to sign."""
    properties = _PROPERTIES.get(str(element["type"]), (_NAME,))
    return (*properties, *_repeated(element))


def _repeated(element: Values) -> Iterator[Property]:
    """List what stands in an element as often as it has parts."""
    if element["type"] == "frame":
        for number in range(len(element["lines"])):
            for one in _RING:
                label = f"第 {number + 1} 圈{one.label}"
                yield Property(f"lines.{number}.{one.key}", label, one.sort)
    if element["type"] == "article":
        for number in range(len(element["signatures"]["cells"])):
            label = f"签署栏第 {number + 1} 格"
            yield Property(f"signatures.cells.{number}.lines", label, Sort.LINES, hint="一行一句")


def with_rings(lines: Sequence[Values], count: int) -> list[Values]:
    """Give a frame so many rings; a new one stands a little inside the last."""
    kept = list(lines[:count])
    while len(kept) < count:
        last = kept[-1]
        kept.append({**last, "inset_mm": round(last["inset_mm"] + _RING_GAP_MM, 2)})
    return kept


def label_of(element: Values, key: str) -> str:
    """Name a property by its key; the key itself where it is none."""
    return next((one.label for one in properties_of(element) if one.key == key), key)


def value_of(element: Values, key: str) -> Any:  # noqa: ANN401 - plain values of any shape
    """Read a property."""
    found: Any = element
    for step in key.split("."):
        found = found[int(step)] if step.isdigit() else found[step]
    return found


def fields_of(kind: str) -> Mapping[str, str]:
    """Field → label, of all that a layout of a kind may print."""
    return {**KINDS[kind].labels, **PAGE_FIELDS}


def shown_text(kind: str, text: str) -> str:
    """Write the fields of a content by their labels: ``{姓名:下划线}``."""
    return _renamed(text, fields_of(kind), {"underline": _UNDERLINE})


def stored_text(kind: str, text: str) -> str:
    """Write the fields of a content by their names again: ``{person:underline}``."""
    names = {label: name for name, label in fields_of(kind).items()}
    return _renamed(text.replace("：下划线}", ":下划线}"), names, {_UNDERLINE: "underline"})


def _renamed(text: str, names: Mapping[str, str], styles: Mapping[str, str]) -> str:
    def renamed(found: re.Match[str]) -> str:
        name, mark, style = found.group(1).partition(":")
        return f"{{{names.get(name, name)}{mark}{styles.get(style, style)}}}"

    return _PLACE.sub(renamed, text)


def shown_paragraphs(kind: str, paragraphs: Sequence[Values]) -> str:
    """Write paragraphs one a line; ``>`` before those that are not set in."""
    return "\n".join(
        ("" if each.get("indent_em", 2) else "> ") + shown_text(kind, each["content"])
        for each in paragraphs
    )


def stored_paragraphs(kind: str, text: str, before: Sequence[Values]) -> list[dict[str, Any]]:
    """Read paragraphs one a line; one set in otherwise than by two characters stays so."""
    return [
        {"content": stored_text(kind, words), "indent_em": indent}
        for words, indent in _read_paragraphs(text, before)
    ]


def shown_lines(kind: str, lines: Sequence[Values]) -> str:
    """Write the lines of a place to sign, one a line."""
    return "\n".join(shown_text(kind, line["content"]) for line in lines)


def stored_lines(kind: str, text: str) -> list[dict[str, str]]:
    """Read the lines of a place to sign; space before 年　月　日 is room for figures and stays."""
    lines = (line.rstrip() for line in text.splitlines())
    return [{"content": stored_text(kind, line)} for line in lines if line]


def _read_paragraphs(text: str, before: Sequence[Values]) -> Iterator[tuple[str, float]]:
    for number, line in enumerate(line for line in text.splitlines() if line.strip()):
        known = before[number].get("indent_em", 2) if number < len(before) else 2
        flush = line.startswith((">", "＞"))
        yield line[1:].strip() if flush else line.strip(), 0 if flush else known or 2
