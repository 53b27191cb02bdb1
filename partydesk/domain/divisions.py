"""Townships and villages: their plain names, and finding them in words and addresses.

Nothing may be resolved wrongly: an address counts only where it names a present division right
behind the banner. Streets (惠州街), parks (新惠工业园区) and firms that carry a township's name are
not the township; townships that were merged away (宝国吐乡) stay unresolved.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

_TOWNSHIP_ENDS = ("街道办事处", "街道", "苏木", "民族乡", "镇", "乡")
_VILLAGE_ENDS = ("嘎查", "社区", "村")
#: A bare stem followed by one of these names something else: a street, a park, a village …
_NOT_A_TOWNSHIP = re.compile(
    r"[东西南北中]?(街|路|巷|大街|大道|桥|大桥)|(新|经济|高新|农业|食品|化工)?(工业|物流|产业|开发|科技|示范)"
    r"|[\u4e00-\u9fff]{0,2}(园|村|嘎查|屯|社区|居委会|小区|花园|家园|广场|大厦|商城|市场|派出所|支行|水库)"
    r"|(农|林|牧|羊|马|种)[\u4e00-\u9fff]{0,2}场"
    r"|[\u4e00-\u9fff]{0,6}(公司|厂|集团|银行|信用社|加油站|酒店|宾馆|饭店|超市|商店|学校|中学|医院|大楼)"
)
#: Something called 镇, 乡, 苏木, 街道, or a farm of the old order (种羊场), behind the banner.
_NAMED = re.compile(
    r"([\u4e00-\u9fff]{2,8}?(?:街道(?!路)|苏木|[镇乡])|[\u4e00-\u9fff]{0,3}?[农林牧羊马]场)"
)
_NAMES_MORE = re.compile(r"[街路区园旗县].*[镇乡木场]$")
_NOISE = re.compile(r"[\s,，、.。:：;；·\-—]+")
_LONG_VILLAGE = re.compile(r"村?(?:村民委员会|村委员会|村委会|村民委会)$")
_LONG_GACHA = re.compile(r"(?<=嘎查)(?:村民委员会|村委会|嘎查委员会|委员会|居委会)$")
_LONG_COMMUNITY = re.compile(r"(?<=社区)(?:居民委员会|居委会)$")


@dataclass(frozen=True, slots=True)
class Found:
    """What an address says about the township.

    Attributes:
        township: The dictionary's word; None where the address does not name one for certain.
        vanished: A name in the address that looks like a township but is not a present one
            (merged away, or misspelt).
    """

    township: str | None
    vanished: str | None = None


def short_division_name(name: str, banner: str) -> str:
    """Give the plain name of a division for dictionaries and the screen.

    敖汉旗人民政府新州街道 → 新州街道, 三宝山村委会 → 三宝山村, 解放村村委会 → 解放村,
    银河社区居委会 → 银河社区, 羊场居民委员会 → 羊场居委会.

    Args:
        name: The name as statistics or a seal writes it.
        banner: Name of the banner or county, such as 敖汉旗.
    """
    short = name.strip()
    for prefix in (f"{banner}人民政府", banner):
        if len(short) > len(prefix) + 1:
            short = short.removeprefix(prefix)
    short = re.sub(r"街道办事处$", "街道", short)
    short = _LONG_COMMUNITY.sub("", _LONG_GACHA.sub("", short))
    if _LONG_VILLAGE.search(short):
        return _LONG_VILLAGE.sub("", short) + "村"
    return re.sub(r"居民委员会$", "居委会", short)


def division_word(text: str, words: Collection[str]) -> str | None:
    """Find the dictionary's word for a division written with, without or with another ending.

    新惠, 新惠镇 and the older 新惠乡 all mean 新惠镇, unless the dictionary knows two of that
    stem. A street office is never meant by a name that ends in 镇 or 乡.
    """
    text = _NOISE.sub("", text)
    if text in words:
        return text
    stem, ending = _plain_stem(text)
    same = [word for word in words if _plain_stem(word)[0] == stem]
    fitting = [word for word in same if _compatible(ending, _plain_stem(word)[1])]
    exact = [word for word in fitting if _plain_stem(word)[1] == ending]
    chosen = exact or fitting
    return chosen[0] if stem and len(chosen) == 1 else None


def township_of(
    address: str, townships: Collection[str], banner: str, parents: Sequence[str] = ()
) -> Found:
    """Find the township an address names.

    Args:
        address: An address, with or without province, city and banner.
        townships: Plain names of the present townships.
        banner: Name of the banner, such as 敖汉旗.
        parents: Names above it, such as 内蒙古自治区 and 赤峰市, in any order.
    """
    rest, inside = _behind_banner(_NOISE.sub("", address), banner, parents)
    # 工业园区 alone could be anybody's; a name with its ending is enough even without the banner.
    full = [w for w in townships if _starts_with(rest, w) and (inside or _stem(w)[1])]
    if full:
        return Found(max(full, key=len))
    if not inside:
        return Found(None)
    found = _NAMED.match(rest)
    named = found[1] if found and not _NAMES_MORE.search(found[1]) else ""
    if named and _stem(named)[1]:
        word = division_word(named, townships)
        if word:
            return Found(word)
    bare = _bare(rest, townships)
    return Found(bare, named or None if bare is None else None)


def village_of(address: str, township: str, villages: Collection[str]) -> str | None:
    """Find the village an address names behind its township.

    Args:
        address: An address that names ``township`` (see :func:`township_of`).
        township: The township's word.
        villages: Plain names of the villages of this township.

    Returns:
        The dictionary's word where the address says 村, 嘎查 or 社区 behind the name, or ends with
        the name; else None.
    """
    address = _NOISE.sub("", address)
    stem, _ = _stem(township)
    place = address.find(stem)
    if place < 0:
        return None
    rest = re.sub(r"^(街道办事处|街道|苏木|镇|乡)", "", address[place + len(stem) :])
    hits = [word for word in villages if _names_village(rest, word)]
    longest = max(map(len, hits), default=0)
    best = [word for word in hits if len(word) == longest]
    return best[0] if len(best) == 1 else None


def _names_village(rest: str, word: str) -> bool:
    """Whether a text starts with a village's name and means the village."""
    if rest.startswith(word):
        return True
    stem, ending = _split_ending(word, _VILLAGE_ENDS)
    if ending not in {"村", "嘎查"} or len(stem) < 2 or not rest.startswith(stem):  # noqa: PLR2004
        return False
    behind = rest[len(stem) :]
    return not behind or behind.startswith(("村", "嘎查"))


def _behind_banner(address: str, banner: str, parents: Sequence[str]) -> tuple[str, bool]:
    """Cut province, city and banner off; tell whether the banner was among them."""
    inside = False
    names = [banner, *parents, *(_short_parent(name) for name in parents)]
    names.sort(key=len, reverse=True)
    while True:
        for name in names:
            if name and address.startswith(name):
                address = address[len(name) :]
                inside = inside or name == banner
                break
        else:
            return address, inside


def _short_parent(name: str) -> str:
    return re.sub(r"(自治区|省|市|盟)$", "", name)


def _starts_with(rest: str, word: str) -> bool:
    """Whether a text starts with a full name; 惠州街道路北 names a street, not 惠州街道."""
    if not rest.startswith(word):
        return False
    return not (word.endswith("街道") and rest[len(word) :].startswith("路"))


def _bare(rest: str, townships: Collection[str]) -> str | None:
    """Find a township by its stem alone; None if the text goes on into another name."""
    hits = []
    for word in townships:
        stem, ending = _stem(word)
        if ending and len(stem) > 1 and rest.startswith(stem):
            hits.append((stem, word))
    if not hits:
        return None
    longest = max(len(stem) for stem, _ in hits)
    best = [(stem, word) for stem, word in hits if len(stem) == longest]
    behind = rest[longest:]
    if len(best) != 1 or _NOT_A_TOWNSHIP.match(behind):
        return None
    # 惠州 and 新州 are also the names of streets, houses and shops.
    return None if behind and best[0][1].endswith("街道") else best[0][1]


def _plain(text: str) -> str:
    return short_division_name(text, "")


@lru_cache(maxsize=4096)
def _plain_stem(word: str) -> tuple[str, str]:
    """Cut the ending off a plain name; the words of a dictionary come again with every cell."""
    return _stem(_plain(word))


def _stem(word: str) -> tuple[str, str]:
    """Cut the ending that tells the sort of division."""
    return _split_ending(word, (*_TOWNSHIP_ENDS, *_VILLAGE_ENDS, "居委会"))


def _split_ending(word: str, endings: Sequence[str]) -> tuple[str, str]:
    for ending in endings:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)], ending
    return word, ""


def _compatible(written: str, present: str) -> bool:
    """Whether a written ending can mean a present one: none at all, or the old one of its level."""
    towns, villages = {"镇", "乡", "苏木", "民族乡"}, {"村", "嘎查"}
    return (
        not written
        or written == present
        or {written, present} <= towns
        or {written, present} <= villages
        or {written, present} <= {"街道", "街道办事处"}
    )
