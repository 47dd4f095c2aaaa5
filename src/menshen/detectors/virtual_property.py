"""游戏账号 · Game account, character or redeem code.

## What it finds
游戏账号, 游戏ID, 角色ID, Steam账号, 战网账号, 卡密, 兑换码 behind the label.

## How it decides
The label decides; the value must be a handle, a code or an e-mail address without a sample's look.
A redeem code that the text gives to everybody (福利, 礼包, 活动) is nobody's property.

## Known limits
Balances and items (点券, 皮肤) are not found by rules.

## References
- GB/T 35273-2020, 信息安全技术 个人信息安全规范, annex A: 虚拟财产信息
- GB/T 45574-2025, 数据安全技术 敏感个人信息处理安全要求

>>> DETECTOR.types
('virtual_property',)
"""

from __future__ import annotations

import re

from menshen.evidence import Cue
from menshen.fields import field, judge_code
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement

_GAMES = (
    "游戏",
    "王者荣耀",
    "王者",
    "原神",
    "和平精英",
    "英雄联盟",
    "梦幻西游",
    "魔兽世界",
    "崩坏星穹铁道",
    "蛋仔派对",
)
_CUE = Cue(
    "game account",
    words=(
        *(f"{game}{end}" for game in _GAMES for end in ("账号", "帐号", "账户", "ID", "UID", "角色ID", "账号ID")),
        "角色ID", "角色编号", "战网账号", "战网ID", "Steam账号", "Steam ID", "卡密", "兑换码", "充值卡密", "点卡卡号",
    ),
    keys=("game_account", "game_id", "game_uid", "steam_id", "role_id", "redeem_code"),
)  # fmt: skip
_HANDLE = (
    "[A-Za-z0-9](?:[A-Za-z0-9_.#-]{3,30}[A-Za-z0-9])(?![A-Za-z0-9_@])"
    "|[A-Za-z0-9][A-Za-z0-9._-]{1,30}@[A-Za-z0-9-]{1,20}\\.[a-z]{2,6}(?![A-Za-z0-9])"
)
_ROLE = late("(?:role|game)[_ -]?id", re.IGNORECASE)
_PUBLIC = late("福利|礼包|活动|抽奖|公众号|粉丝|每日|免费|通用|官方")
_FREE = Evidence("context", -4.0, "nearby: given to everybody")
_SYSTEM = Evidence("label", -3.0, "keys of this name also number roles and titles of a system")
_MAIL = Evidence("label", 0.5, "the address is the account of a game")
_WORD = Evidence("shape", -4.0, "a plain word")


class VirtualProperty:
    """Judges handles and codes behind the labels of games; see the module."""

    id = "virtual_property"
    types = ("virtual_property",)
    patterns = (field(_CUE, _HANDLE, 66),)

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by label; codes for everybody do not count."""
        text, start = candidate.view.text, candidate.match.start()
        around = text[max(0, start - 30) : start]
        free = _FREE if _PUBLIC.search(around) else None
        system = _SYSTEM if _ROLE.match(text, start) else None
        word = _WORD if candidate.seen.isalpha() and candidate.seen.islower() else None
        mail = _MAIL if "@" in candidate.seen else None
        return judge_code(self.types[0], candidate, free, system, word, mail)


DETECTOR = VirtualProperty()
