"""How surnames are read, and which characters of names are read in more than one way.

Sources: the readings that 《现代汉语词典》 (7th edition) marks as surnames; the list of some ninety
surnames that pinyin programs read wrongly (kept by users of python-pinyin and overtrue/pinyin); the
surnames of 《百家姓》. Where bearers of one surname read it in two ways, both are accepted, and the
dictionary's stands first: people are put in order by it. Readings are written without tones, ü as
v, as people type them.
"""

from __future__ import annotations

from collections.abc import Mapping

_SINGLE = """
曾 zeng ceng|单 shan dan|解 xie jie|仇 qiu chou|区 ou qu|查 zha cha|盖 ge gai|朴 piao pu|乐 yue le
覃 qin tan|缪 miao mou miu|翟 zhai di|员 yun yuan|贠 yun yuan|貟 yun yuan|种 chong zhong
秘 bi mi|黑 he hei|华 hua|召 shao zhao|任 ren|尉 wei yu|冼 xian|洗 xian xi|折 she zhe|应 ying
宁 ning|燕 yan|教 jiao|牟 mu mou|葛 ge|车 che|卜 bu|尹 yin|那 na|佴 nai er|祭 zhai ji|谌 chen shen
隗 wei kui|晟 cheng sheng|繁 po fan|逄 pang|郗 xi chi|重 chong zhong|过 guo|纪 ji|幺 yao|么 yao
冯 feng|石 shi|瞿 qu|难 nan|粘 nian zhan|藏 zang cang|扎 za zha|都 du dou|六 lu liu|薄 bo bao
贾 jia gu|的 de di|哈 ha|居 ju|盛 sheng cheng|塔 ta|和 he|柏 bai bo|蓝 lan|殷 yin yan|陆 lu liu
乜 nie mie|阚 kan han|叶 ye|强 qiang jiang|不 fou bu|丁 ding|阿 a|汤 tang|万 wan|称 chen cheng
沈 shen chen|宿 su xiu|南 nan|鸟 niao|思 si|殳 shu|寻 xun|於 yu|烟 yan|余 yu|浅 qian|艾 ai
浣 wan huan|无 wu|信 xin|许 xu|齐 qi|俞 yu shu|若 ruo|长 zhang chang|行 xing hang|句 gou ju
要 yao|占 zhan
相 xiang|向 xiang|撒 sa|仉 zhang|亓 qi|呙 guo|郇 xun huan|眭 sui|郤 xi|仝 tong|厍 she|莘 shen xin
贲 ben|费 fei bi|肖 xiao|曲 qu|娄 lou|宓 mi fu|适 kuo shi|舍 she|能 nai neng|颉 xie jie|谷 gu yu
合 he ge|会 gui hui|鲜 xian|褚 chu|晁 chao|昝 zan|逯 lu|麻 ma|戚 qi|佘 she|庹 tuo|妫 gui|仡 ge
降 jiang xiang|尧 yao|调 diao tiao|说 yue shuo|朝 chao zhao|省 xing sheng|率 shuai lv|便 bian pian
参 shen can|差 cha|祝 zhu|术 zhu shu|镡 xin tan chan|筻 gang|酆 feng|枸 gou ju|圈 juan quan
""".replace("\n", "|")

_COMPOUND = """
欧阳 ou yang|尉迟 yu chi|万俟 mo qi|澹台 tan tai|单于 chan yu|长孙 zhang sun|令狐 ling hu
宇文 yu wen|司徒 si tu|司马 si ma|司空 si kong|司寇 si kou|夏侯 xia hou|诸葛 zhu ge|上官 shang guan
皇甫 huang fu|公孙 gong sun|慕容 mu rong|钟离 zhong li|端木 duan mu|百里 bai li|东方 dong fang
东郭 dong guo|南宫 nan gong|西门 xi men|呼延 hu yan|赫连 he lian|独孤 du gu|轩辕 xuan yuan
濮阳 pu yang|淳于 chun yu|公冶 gong ye|太叔 tai shu|申屠 shen tu|公羊 gong yang|鲜于 xian yu
闾丘 lv qiu|亓官 qi guan|仲孙 zhong sun|拓跋 tuo ba|宗政 zong zheng|谷梁 gu liang|段干 duan gan
乐正 yue zheng|漆雕 qi diao|壤驷 rang si|公良 gong liang|夹谷 jia gu|宰父 zai fu|微生 wei sheng
梁丘 liang qiu|左丘 zuo qiu|第五 di wu|子车 zi ju|颛孙 zhuan sun|巫马 wu ma|公西 gong xi
车正 che zheng|屈突 qu tu|贺若 he ruo|纳兰 na lan|叶赫 ye he|那拉 na la|爱新 ai xin
""".replace("\n", "|")

_DOUBTFUL = """
长 chang zhang|行 xing hang|朝 chao zhao|重 zhong chong|晟 sheng cheng|茜 qian xi|莎 sha suo
娜 na nuo|盛 sheng cheng|传 chuan zhuan|调 diao tiao|藏 cang zang|率 shuai lv|柏 bai bo
珩 heng hang|菁 jing qing|厦 sha xia|蔚 wei yu|校 xiao jiao|乐 le
""".replace("\n", "|")


def _single(text: str) -> dict[str, tuple[str, ...]]:
    """Read a list of characters with their readings."""
    entries = (entry.split() for entry in text.split("|") if entry)
    return {character: tuple(dict.fromkeys(readings)) for character, *readings in entries}


#: Character → its readings as a surname, the dictionary's first.
SURNAMES: Mapping[str, tuple[str, ...]] = _single(_SINGLE)
#: Surname of two characters → its syllables.
COMPOUND_SURNAMES: Mapping[str, tuple[str, ...]] = {
    entry.split()[0]: tuple(entry.split()[1:]) for entry in _COMPOUND.split("|") if entry
}
#: Characters which, inside names of people and units, are read in two ways as the bearer likes.
DOUBTFUL: Mapping[str, tuple[str, ...]] = _single(_DOUBTFUL)
