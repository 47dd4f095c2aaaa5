r"""社交账号 · Account on a social platform.

## What it finds
The handle, number or name after the name of a platform (微博 @…, 抖音号, 快手ID, 小红书号, Telegram …),
without the at sign, and the id inside the address of a personal profile page.

## How it decides
An at sign, the word 号 or ID, or a colon must lead from the platform to the value; digits and
underlines in it raise the score. Accounts of media, authorities and brands are not persons.

## Known limits
An at sign without the name of a platform says nothing here; a chat's display names are found by
other means. Names of official accounts that do not say so look like persons.

## References
- The address forms of the platforms' public profile pages

>>> DETECTOR.types
('social_account',)
"""

from __future__ import annotations

import re

from menshen.evidence import Cue, reject
from menshen.fields import LINK
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_CHINESE = (
    "微博|抖音|快手|小红书|陌陌|知乎|闲鱼|豆瓣|贴吧|哔哩哔哩|[BbＢ]站|推特|领英|脸书|电报|视频号|咸鱼"
    "|社交平台|社交|今日头条|西瓜视频|最右|虎扑|脉脉|探探|soul号"
)
_LATIN = "social[_-]?(?:account|media)|social_id|telegram|tg|instagram|twitter|facebook|linkedin|weibo|douyin|xhs|xiaohongshu|kuaishou|zhihu|bilibili|tiktok|github|skype|discord|whatsapp"
_KIND = "(?:号码|号|账号|帐号|昵称|用户名|用户|主播|博主|网名|小号|名|[Uu][Pp]主|搜索?|(?i:[_-]?(?:uid|id|account|acct|name|no|handle)))"
_STEP = "[ :=>|\"'`(*\\[「“-]|是|为|叫"
_HANDLE = "[A-Za-z0-9](?:[A-Za-z0-9_.-]{1,28}[A-Za-z0-9_])"
_NAMED = "[A-Za-z0-9_\\-\u4e00-\u9fff]{2,20}"
_PAGES = (
    "weibo\\.com/u/|weibo\\.com/n/|weibo\\.cn/u/|space\\.bilibili\\.com/|zhihu\\.com/people/"
    "|xiaohongshu\\.com/user/profile/|douyin\\.com/user/|kuaishou\\.com/profile/|linkedin\\.com/in/"
    "|facebook\\.com/profile\\.php\\?id=|douban\\.com/people/|weixin\\.qq\\.com/r/"
)

_NOT_PERSON = Cue(
    "no person's account",
    words=("官方", "公司", "品牌", "平台", "旗舰店", "示例", "例如", "来源", "转自", "据", "登录"),
    keys=("open_api", "sdk"),
    label=-4.0,
    context=-2.0,
)
_OFFICIAL = late(
    "新闻|日报|晚报|早报|官方|官博|发布|警方|公安|法院|检察|消防|气象|电视台|频道|传媒|网警|财经|观察|科技|集团"
    "|公司|旗舰|热搜|话题|榜|超话|视频|直播|账号|用户|客户端|文章"
)
_SHAPE = Evidence("shape", -1.2, "shape of a handle")
_PAGE = Evidence("label", 1.5, "id in the address of a profile page")
_AT = Evidence("label", 2.0, "at sign after the name of a platform")
_KINDED = Evidence("label", 3.0, "label: account of a platform")
_LED = Evidence("label", 1.2, "the platform's name and a colon stand before it")
_MIXED = Evidence("form", 0.8, "letters with digits, hyphens or underlines")
_PLAIN = Evidence("form", -0.5, "a plain word")
_DESK = Evidence("context", -5.0, "account of a medium, an authority or a brand")
_NO_HANDLES = late(
    "https|http|www|com|string|null|none|true|false|undefined|username|user|your_name|xxx|"
    "app|api|bot|channel|group|release|releases|issues|trending|actions|pages|desktop|"
    "status"
)


class SocialAccount:
    """Judges handles after the name of a platform and ids in profile addresses; see the module."""

    id = "social_account"
    types = ("social_account",)
    patterns = (
        Pattern(
            "labelled",
            trigger=(
                f"(?:{_CHINESE.replace('[BbＢ]', 'b').replace('soul号', 'soul')}"
                f"|(?:{_LATIN})(?:[_-]?(?:uid|id|account|acct|name|no|handle))?[^a-z./])"
            ),
            regex=(
                f"(?:{_CHINESE}|(?<![A-Za-z.])(?i:{_LATIN}))(?P<kind>{_KIND}?)(?P<link>(?:{_STEP}){{0,5}}|{LINK})"
                f"(?:@(?P<at>{_NAMED})|(?P<plain>{_HANDLE})(?![A-Za-z0-9_@/])(?!\\.[A-Za-z])"
                f"|(?<=[:「“\"'])(?P<name>[\u4e00-\u9fff]{_NAMED}))(?![A-Za-z0-9_])(?![(\\[][\"'A-Za-z0-9)])"
            ),
            led=True,
            before=30,
            after=180,
        ),
        Pattern(
            "page",
            trigger=f"(?:{_PAGES})[a-z0-9_%-]{{3}}",
            regex=f"(?:{_PAGES})(?P<v>[A-Za-z0-9_%-]{{3,60}})",
            led=True,
            before=48,
            after=60,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by what leads from the platform to the value, and by what the value is."""
        if candidate.pattern.name == "page":
            return Judgement("social_account", candidate.seen, (_PAGE,))
        match = candidate.match
        group = next(g for g in ("at", "plain", "name") if match[g] is not None)
        start, end = match.span(group)
        seen = match[group]
        parts = [_SHAPE, *_led(match, seen), _form(seen)]
        if _NO_HANDLES.fullmatch(seen.lower()) or len(set(seen)) == 1:
            parts.append(reject("a placeholder or a word", "example"))
        if _OFFICIAL.search(seen):
            parts.append(_DESK)
        parts.append(_NOT_PERSON.near(candidate))
        evidence = tuple(e for e in parts if e is not None)
        return Judgement("social_account", seen, evidence, start=start, end=end)


def _led(match: re.Match[str], seen: str) -> list[Evidence]:
    """Return what leads from the platform's name to the value; digits need a word for account."""
    found = []
    if match["at"] is not None:
        found.append(_AT)
    if match["kind"]:
        found.append(_KINDED)
    elif (
        re.search("[:=是叫]", match["link"])
        and seen.isascii()
        and (not seen.isdigit() or len(seen) > 7)
    ):
        found.append(_LED)
    return found


def _form(seen: str) -> Evidence | None:
    if not seen.isascii() or seen.isdigit():
        return None
    return _MIXED if re.search("[0-9_-]", seen) else _PLAIN


DETECTOR = SocialAccount()
