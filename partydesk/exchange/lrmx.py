"""任免审批表 as .lrmx (XML) and .lrm (text): what the program takes from them, and writing back.

No schema of these files was ever published; every node is optional here. Health, family, rewards
and yearly evaluations are not read at all: the office does not need them (PIPL 2021, §6).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET
from xml.parsers import expat

from partydesk.domain import bounds
from partydesk.exchange.formats import refuse

_ROOT = "Person"
_DECLARED = re.compile(r"^\s*<\?xml[^>]*?encoding=[\"']([\w-]+)[\"'][^>]*\?>")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
#: An ampersand that begins nothing XML knows; one cadre system writes &1amp; for &amp;.
_STRAY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)(?:\d+amp;)?")
_REPAIR = "请用任免审批表编辑器打开并重新保存"


@dataclass(frozen=True, slots=True)
class Form:
    """The nodes of a form that the program takes note of.

    Attributes:
        nodes: Name of the node → its text, as written.
        photo: The photo's bytes; None where there is none.
    """

    nodes: Mapping[str, str]
    photo: bytes | None = None


#: The nodes that are read; a form's others never enter memory beyond the parser.
NODES = (
    "XingMing", "XingBie", "ChuShengNianYue", "MinZu", "RuDangShiJian", "ZhengZhiMianMao",
    "ZhuanYeJiShuZhiWu", "ShuXiZhuanYeYouHeZhuanChang", "QuanRiZhiJiaoYu_XueLi",
    "QuanRiZhiJiaoYu_XueLi_BiYeYuanXiaoXi", "ZaiZhiJiaoYu_XueLi",
    "ZaiZhiJiaoYu_XueLi_BiYeYuanXiaoXi", "XianRenZhiWu", "JianLi", "ShenFenZheng",
)  # fmt: skip
_PHOTO = "ZhaoPian"


def read_lrmx(name: str, data: bytes) -> Form:
    """Read a form of the third version.

    Args:
        name: Name of the file, for messages.
        data: Its content.

    Raises:
        InputRefused: ``empty_file``, ``too_large``, ``unsafe_xml``, ``damaged_file`` or
            ``not_a_form``.
    """
    nodes = _Reader(name).read(text_of_form(name, data))
    photo = _photo(nodes.pop(_PHOTO, ""))
    return Form({key: _unescaped(text) for key, text in nodes.items()}, photo)


def text_of_form(name: str, data: bytes) -> str:
    """Decode a form; the declaration, whose encoding no longer holds, is left out.

    Raises:
        InputRefused: ``empty_file``, ``too_large`` or ``damaged_file``.
    """
    if not data.strip():
        raise refuse("empty_file", f"“{name}”是空文件，没有内容", sheet=name)
    if len(data) > bounds.FORM_BYTES:
        message = f"“{name}”超过 {bounds.FORM_BYTES // 1024**2} MB，不像任免审批表，未读取"
        raise refuse("too_large", message, sheet=name)
    head = data[:200].decode("ascii", "ignore")
    declared = _DECLARED.search(head.lstrip("\ufeff"))
    encoding = (declared[1] if declared else "utf-8").lower()
    if encoding.startswith("gb"):
        encoding = "gb18030"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    try:
        text = data.decode("utf-8-sig" if encoding in {"utf-8", "utf8"} else encoding)
    except (UnicodeDecodeError, LookupError):
        raise _damaged(name) from None
    return _DECLARATION.sub("", text, count=1)


def _damaged(name: str, where: str = "") -> Exception:
    message = f"“{name}”{where}损坏或不完整，读不出来；{_REPAIR}后再导入"
    return refuse("damaged_file", message, sheet=name)


def _unescaped(text: str) -> str:
    """Undo an escape that was escaped once more."""
    return text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").strip()


def _photo(text: str) -> bytes | None:
    """Decode a photo; one that cannot be decoded counts as none."""
    try:
        return base64.b64decode("".join(text.split()), validate=True) or None
    except (binascii.Error, ValueError):
        return None


class _Reader:
    """Collects the texts right below the root; declares nothing, expands nothing."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._path: list[str] = []
        self._found: dict[str, list[str]] = {}
        self._lengths: dict[str, int] = {}

    def read(self, text: str) -> dict[str, str]:
        """Give node → text.

        Raises:
            InputRefused: It is no well-formed form, or declares entities.
        """
        parser = expat.ParserCreate("utf-8")
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartDoctypeDeclHandler = self._refuse_declarations
        parser.EntityDeclHandler = self._refuse_declarations
        parser.ExternalEntityRefHandler = lambda *_: 0
        parser.StartElementHandler = self._open
        parser.EndElementHandler = lambda _tag: self._path.pop()
        parser.CharacterDataHandler = self._take
        try:
            parser.Parse(mended(text).encode("utf-8", "replace"), True)  # noqa: FBT003 - its own signature
        except expat.ExpatError as error:
            raise _damaged(self._name, f"（第 {error.lineno} 行）") from None
        return {tag: "".join(parts) for tag, parts in self._found.items()}

    def _refuse_declarations(self, *_what: object) -> None:
        message = f"“{self._name}”里有文档类型或实体声明，任免审批表不该有，为安全起见未读取"
        raise refuse("unsafe_xml", message, sheet=self._name)

    def _open(self, tag: str, _attributes: object) -> None:
        if not self._path and tag != _ROOT:
            message = f"“{self._name}”不是任免审批表（根节点是 {tag[:30]}，应为 {_ROOT}）"
            raise refuse("not_a_form", message, sheet=self._name)
        if len(self._path) >= bounds.FORM_DEPTH:
            message = f"“{self._name}”的内容层层嵌套，不像任免审批表，为安全起见未读取"
            raise refuse("unsafe_xml", message, sheet=self._name)
        self._path.append(tag)

    def _take(self, text: str) -> None:
        if len(self._path) != 2 or self._path[1] not in {*NODES, _PHOTO}:  # noqa: PLR2004 - root and node
            return
        tag = self._path[1]
        self._lengths[tag] = self._lengths.get(tag, 0) + len(text)
        if tag != _PHOTO and self._lengths[tag] > bounds.FORM_TEXT:
            most = f"{bounds.FORM_TEXT // 10_000} 万字"
            message = f"“{self._name}”有一项超过 {most}，不像任免审批表，未读取"
            raise refuse("too_large", message, sheet=self._name)
        self._found.setdefault(tag, []).append(text)


def mended(text: str) -> str:
    """Escape ampersands that begin nothing, as some systems write them."""
    return _STRAY.sub("&amp;", text)


#: Fields of a form of the second version, by their place.
_PLACES = {
    "XingMing": 0, "XingBie": 1, "ChuShengNianYue": 2, "MinZu": 3, "RuDangShiJian": 5,
    "ZhuanYeJiShuZhiWu": 11, "ShuXiZhuanYeYouHeZhuanChang": 16, "JianLi": 17, "XianRenZhiWu": 25,
}  # fmt: skip
_STUDIES, _SCHOOLS = 9, 10
_FEWEST = 18


def read_lrm(name: str, data: bytes, photo: bytes | None = None) -> Form:
    """Read a form of the second version: quoted fields, one after the other.

    Args:
        name: Name of the file, for messages.
        data: Its content.
        photo: Content of the .pic file of the same name.

    Raises:
        InputRefused: ``empty_file``, ``too_large``, ``damaged_file`` or ``not_a_form``.
    """
    if not data.strip():
        raise refuse("empty_file", f"“{name}”是空文件，没有内容", sheet=name)
    if len(data) > bounds.FORM_BYTES:
        message = f"“{name}”超过 {bounds.FORM_BYTES // 1024**2} MB，不像任免审批表，未读取"
        raise refuse("too_large", message, sheet=name)
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        raise _damaged(name) from None
    if not text.lstrip().startswith('"'):
        raise refuse("not_a_form", f"“{name}”不是任免审批表（.lrm）", sheet=name)
    fields = text.strip().strip('"').split('","')
    if len(fields) < _FEWEST:
        raise _damaged(name, f"只有 {len(fields)} 项，")
    nodes = {tag: fields[place] for tag, place in _PLACES.items() if place < len(fields)}
    studied, studied_later = _halves(fields[_STUDIES])
    school, later_school = _halves(fields[_SCHOOLS])
    nodes["QuanRiZhiJiaoYu_XueLi"] = studied.partition("#")[0]
    nodes["ZaiZhiJiaoYu_XueLi"] = studied_later.partition("#")[0]
    nodes["QuanRiZhiJiaoYu_XueLi_BiYeYuanXiaoXi"] = school.replace("#", " ")
    nodes["ZaiZhiJiaoYu_XueLi_BiYeYuanXiaoXi"] = later_school.replace("#", " ")
    return Form({tag: _unescaped(text) for tag, text in nodes.items()}, photo)


def _halves(text: str) -> tuple[str, str]:
    """Part what is told of full-time and of part-time education."""
    first, _, second = text.partition("@")
    return first, second


def rewritten(name: str, data: bytes, nodes: Mapping[str, str]) -> bytes:
    """Put new texts into a form; every other node stays as it is.

    Args:
        name: Name of the file, for messages.
        data: The form (.lrmx).
        nodes: Node → new text, for the nodes that change.

    Raises:
        InputRefused: As :func:`read_lrmx`.
    """
    read_lrmx(name, data)  # refuses what is unsafe before a tree is built
    root = ET.fromstring(mended(text_of_form(name, data)))  # noqa: S314 - checked above
    for tag, text in nodes.items():
        node = root.find(tag)
        if node is None:
            node = ET.SubElement(root, tag)
        node.text = text
    body = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}'.encode()
