"""What does not belong on this PC; said wherever somebody begins to work.

Source: 保守国家秘密法 (2024): state secrets are handled on machines of their own, and nowhere else.
"""

from __future__ import annotations

from typing import Final

NO_SECRETS: Final = "不得录入涉密信息：国家秘密不能在本机处理（保守国家秘密法）。"
SECRETS: Final = f"{NO_SECRETS}工作区请放在本人使用的电脑上，不要放进网盘或公用电脑。"
