"""Forms of names under which different ways of writing them fall together."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

_NOT_LETTERS = re.compile(r"[\s·・•‧．∙⋅･․.。,，、\-—_'\"“”‘’()（）\[\]【】<>《》]+")
#: Characters that are written one for the other in names: 异体字 (《通用规范汉字表》 and its table
#: of variants) and traditional forms that old papers carry.
_CHARACTERS = str.maketrans(
    "喆昇堃珮詠羣峯燿淼犇甦崐崑叶葉陳劉張趙孫楊黃吳鄭馮許蕭蔣韓馬衛國華蘭鳳龍飛雲麗紅軍東強偉興榮貴德"
    "學寶寳慶陽亞維範萬喬溫鄧羅賀閻闫鐵銀鵬鴻豔艶艷瑤嵐傑桿杲祐昊皓暠仝啟啓鋭錦濤澤潔靜靖",
    "哲升坤佩咏群峰耀水奔苏昆昆叶叶陈刘张赵孙杨黄吴郑冯许萧蒋韩马卫国华兰凤龙飞云丽红军东强伟兴荣贵德"
    "学宝宝庆阳亚维范万乔温邓罗贺阎阎铁银鹏鸿艳艳艳瑶岚杰杆杲佑昊皓皓同启启锐锦涛泽洁静靖",
)
#: Ways to write one Mongolian or Tibetan name in Han characters; the first stands for all. No norm
#: fixes them (民委发〔2016〕33号 asks for one spelling in all papers because there is none).
_SPELLINGS = (
    ("其其格", "琪琪格", "齐齐格", "其其克", "琪琪克"), ("巴特尔", "巴特儿", "巴图尔", "巴特勒"),
    ("丹增", "旦增", "旦曾", "丹曾"), ("扎西", "札西", "扎喜"), ("次仁", "才仁", "次任", "慈仁"),
    ("斯琴", "斯钦", "色琴"), ("额尔敦", "额尔顿", "额尔登", "额日敦"),
    ("图雅", "托娅", "托雅", "图娅"), ("娜仁", "那仁", "娜荣"), ("宝音", "保音", "白音"),
    ("道尔吉", "道尔基", "多尔济", "道日吉"), ("格日勒", "格日乐", "格勒"),
    ("呼和", "呼赫", "胡和"), ("萨仁", "莎仁", "沙仁"), ("毕力格", "必力格", "毕利格", "必勒格"),
    ("那顺", "纳顺", "那森"), ("阿拉坦", "阿勒坦", "阿拉腾"),
    ("吉日嘎拉", "吉尔嘎拉", "吉日格勒", "吉尔格勒"), ("布和", "布赫", "布合"),
    ("朝格图", "朝克图"), ("乌日娜", "乌仁娜", "乌尔娜"), ("苏和", "苏赫", "苏合"),
    ("高娃", "高瓦", "郭娃"), ("塔娜", "塔那"), ("哈斯", "哈斯塔"),
    ("孟和", "蒙和", "孟克", "蒙克"), ("巴雅尔", "巴雅日", "巴依尔"),
    ("敖敦", "敖登", "鄂敦", "敖顿"), ("照日格图", "召日格图"), ("特木尔", "铁木尔", "特穆尔"),
    ("朝鲁", "楚鲁", "朝洛"), ("乌力吉", "乌立吉", "乌利吉"), ("满都拉", "满都呼"),
)  # fmt: skip
_SPELLED = {other: first for first, *others in _SPELLINGS for other in others}
_ANY_SPELLING = re.compile("|".join(sorted(_SPELLED, key=len, reverse=True)))

# Found from the left, so that the longest ending that fits is taken off.
_ENDING = re.compile(
    r"(?:((?:集团)?(?:股份有限|有限责任|有限|股份)?公司|集团)|"
    r"(?:(?:农牧民|农牧业|农民|牧民)?专业|股份)?合作社(?:联合社)?|合作联社|联合社)$"
)
#: A core of fewer characters is no name: 敖汉旗有限公司 is nobody's.
_SHORTEST = 2
_BRANCHES = ("分公司", "分店", "分厂", "分社", "营业部", "办事处", "分部", "项目部")
_TITLE_OF_PARTY = re.compile(r"^(?:中国共产党|中共)")
_BEFORE_UNIT = re.compile(r"^(?:原任|原|现任|现|时任|任)+")
#: 旗委 and 旗 stand before the organs of the banner or are left out: 旗委组织部, 旗农牧局.
_OF_BANNER = re.compile(r"^[旗县区]?委?(?=.{2})")
_UNIT = re.compile(
    r"^.{0,20}?(?:有限责任公司|有限公司|公司|合作社|政协|人大|法院|检察院|委员会|管委会|党校|学校|"
    r"中学|小学|幼儿园|医院|研究所|研究院|学院|大学|政府|办公室|中心|银行|信用社|供销社|集团|街道|"
    r"苏木|旗委|团委|党委|工委|纪委|监委|妇联|工会|科协|文联|残联|工商联|红十字会|"
    r"(?<!^)[局部院站所厅署镇乡社厂馆台场队])"
)


@lru_cache(maxsize=200_000)
def folded(text: str) -> str:
    """Give the one form of all ways to space and punctuate a text; full width becomes half."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text)).casefold()


@lru_cache(maxsize=200_000)
def person_key(name: str) -> str:
    """Give the form shared by all spellings of a person's name (喆 and 哲, 丹增 and 旦增)."""
    plain = folded(name).translate(_CHARACTERS)
    return _ANY_SPELLING.sub(lambda found: _SPELLED[found[0]], plain)


@lru_cache(maxsize=100_000)
def unit_key(text: str, regions: tuple[str, ...]) -> str:
    """Give the unit that stands at the beginning of 单位及职务; empty where none is recognised."""
    plain = _TITLE_OF_PARTY.sub("", _BEFORE_UNIT.sub("", folded(text)))
    plain = _OF_BANNER.sub("", without_regions(plain, regions))
    found = _UNIT.match(plain)
    return found[0] if found else ""


def regions_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """List the names of places that a unit's name may begin with, long and short, longest first.

    Args:
        names: 旗名 and the names above it: 敖汉旗 also stands as 敖汉.
    """
    short = (re.sub(r"(?:自治区|自治旗|自治县|[旗县市区盟省])$", "", name) for name in names)
    found = {name for name in (*names, *short) if len(name) > 1}
    return tuple(sorted(found, key=lambda name: (-len(name), name)))


_SMALLER_PLACES = "镇|乡|苏木|街道|村|嘎查"


def without_regions(name: str, regions: tuple[str, ...]) -> str:
    """Take places off the front of a folded name as long as something of the name is left."""
    found = _places(regions).match(name) if regions else None
    return name[found.end() :] if found else name


@lru_cache(maxsize=64)
def _places(regions: tuple[str, ...]) -> re.Pattern[str]:
    """Places at the front of a name; at least two characters stay.

    塔林 is short for 塔林旗, but 塔林镇 is a place of its own.
    """
    names = "|".join(map(re.escape, regions))
    return re.compile(rf"^(?:(?:{names})(?!{_SMALLER_PLACES})(?=.{{2}}))+")


def company_core(name: str, regions: tuple[str, ...]) -> tuple[str, str]:
    """Give what is a unit's own in its name, and the sort of its ending.

    Args:
        name: 单位名称.
        regions: See :func:`regions_of`.

    Returns:
        The name without places and without its ending; ``company``, ``cooperative`` or empty. The
        words 分公司, 分店 … stay: a branch is not its company.
    """
    plain = unicodedata.normalize("NFKC", name)
    if "(" in plain:  # as in 惠丰(敖汉)有限公司
        for region in regions:
            plain = plain.replace(f"({region})", "")
    core = without_regions(folded(plain), regions)
    if core.endswith(_BRANCHES):
        return core, ""
    ending = _ENDING.search(core)
    if ending is None or ending.start() < _SHORTEST:
        return core, ""
    return core[: ending.start()], "company" if ending[1] else "cooperative"


def organization_key(name: str, regions: tuple[str, ...]) -> str:
    """Give the form shared by the ways to write an organization's name.

    中共塔林水泥有限公司支部委员会, 塔林水泥有限公司党支部 and 塔林水泥公司支部 fall together.
    """
    plain = without_regions(_TITLE_OF_PARTY.sub("", folded(name)), regions)
    for pattern, form in _FORMS:
        plain = pattern.sub(form, plain)
    return plain


_FORMS = (
    (re.compile(r"(?:股份有限公司|有限责任公司|有限公司)"), "公司"),
    (re.compile(r"(?:农牧民|农民|牧民)?专业合作社"), "合作社"),
    (re.compile(r"(?:联合党支部|联合支部)(?:委员会)?$"), "联支"),
    (re.compile(r"(?:党总支|总支部|总支)(?:委员会)?$"), "总支"),
    (re.compile(r"(?:党支部|支部)(?:委员会)?$"), "支部"),
    (re.compile(r"(?:党委会|党委|党的委员会)$"), "委员会"),
    (re.compile(r"(?:工会委员会|联合工会|工会联合会)$"), "工会"),
)


def are_similar(one: str, two: str) -> bool:
    """Whether two forms of different names may be slips of one another.

    Names of units: half of all neighbouring pairs of characters are shared, or one contains the
    other. Names of people (three characters and more): one character differs.
    """
    short, long = sorted((one, two), key=len)
    if len(short) > 1 and short in long:
        return True
    if len(one) == len(two) > _SHORT:
        return sum(a != b for a, b in zip(one, two, strict=True)) == 1
    mine, theirs = set(pairwise(one)), set(pairwise(two))
    return bool(mine and theirs) and _DICE * len(mine & theirs) >= len(mine) + len(theirs)


_SHORT = 2
#: Twice the shared pairs over all pairs is one half.
_DICE = 4
