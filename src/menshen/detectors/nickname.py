r"""网名与平台账号 · Nicknames and accounts in posts and chats.

## What it finds
The name somebody goes by on a platform: behind 楼主, 发帖人, 网友, 主播 and the number of a floor
(`3楼 墨香：`), in quotation marks behind such a word (网友“山核桃很硬”), behind 网名叫, 昵称改成, 以前的ID有,
behind an at sign (`@山野老陶`), and the handles behind 用户, 会员, 买家, UID.

## How it decides
What stands between a word for a poster and the next line or colon is his name if it is short and
no speech; behind a colon speech is likelier (楼主：支持), so there it must look like a handle: letters
among Chinese, underlines, digits. What is quoted counts where somebody then says something or where
the word asks for a name. Offices, brands, media, roles and words of a program are nobody.

## Known limits
A nickname that only stands before what its owner says in a chat is not found here: any label could
stand so. Of lists of nicknames only the first is found by rules.

## References
- GB/T 35273-2020, Annex A, 个人网络身份标识信息 (personal online identifiers)

>>> DETECTOR.types
('user_id',)
"""

from __future__ import annotations

from menshen import facts
from menshen.engines import names
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_ASKS = (
    "网名|昵称|网络昵称|游戏ID|游戏名|角色名|用户名|笔名|微信名|小号|账号名|账号名称|战网|群昵称"
)
_NAMES = "网名|游戏名|角色名|笔名|微信名|快手名|抖音名|微博名|平台昵称|曾用昵称|微信昵称|QQ昵称|后台名|战网名"
_POSTS = "楼主|层主|吧主|版主|发帖人|发帖者|点评人|网友|网民|博主|主播|房管|会长|队长|领队|组长|吧友|豆友|帖主|粉丝|up主|UP主|Up主"
_DEALS = "用户|会员|买家|卖家|号主|代练|玩家|客户|举报人|投诉人|下单人|评论人"
_WRITERS = "楼主|层主|吧主|版主|发帖人|发帖者|点评人|帖主"
_CHAR = "[^\\s,。;:!?、\"'`<>()\\[\\]{}|=「」“”‘’《》【】@/\\\\…~&*#$%^+]"
_OPEN, _CLOSE = "[\"“「『‘']", "[\"”」』’']"
_LATER = (
    "说|表示|留言|发帖|称|评论|回复|跟帖|晒|爆料|写道|提问|在|反映|"
    "认为|告诉|则|也|的(?:帖|用户|网友|账号|人)|与|和|、|私信|发来|上传|发布|直播|介绍|透露"
)
_HANDLE = late("(?=.*[A-Za-z])(?=.*[0-9_一-鿿]).*|.*[_丶丨灬の乄ゞ·•].*|(?=.*[一-鿿])(?=.*[0-9]).*")
"""What is no word of any language: letters with digits or Chinese, underlines, ornaments."""
_MIXED = late("[A-Za-z][A-Za-z._-]*[0-9_]")
_SPEECH = late(
    "(?:我|你|您|他|她|它|咱|谢|支持|顶|已|请|不|这|那|大家|同意|同问|好的?|回复|说|看|是|有|没|今|昨|明|更新|本|在|求|先|再|还|就|都|也|又|加油|辛苦|威武|厉害|别|快|来|多|太|真|确实|应该|可以|感谢|祝|恭喜|路过|沙发|板凳|哈|呵|嗯|哦|啊|为什么|怎么|什么|如果|但|因为|所以|编辑|删除|发表|关注|举报|只看|正解|楼[上下主])"
    "|.*(?:了|吗|吧|呢|啊|呀|哦|的|嘛|么|一下)\\Z"
)
_NOBODY = late(
    "(?:[一-鿿]{0,6}(?:中心|公司|集团|银行|医院|学校|大学|法院|检察院|公安|派出所|日报|晚报|新闻|卫视|电视台|官方|官微|客服|平台|助手|机器人|管理员|小程序|公告|系统|协会|委员会|居委会|旗舰店|专卖店|物业|服务号|发布|热线|频道|政务|警方|消防|网警|出版社|杂志))"
    "|.*(?:官方|客服|旗舰店|公司|日报|新闻|发布|卫视)\\Z|所有人|全体成员|全员|管理员|匿名|游客|网友|用户|群主|楼主|版主|作者|会员|某某?|张三|李四|小明|名称|昵称|账号|密码|信息|等级|中心|协议|体验|须知|手册|数据|行为|需求|画像|反馈|隐私|权益|增长|留存|名|号|端|群|组|态|量|数|[0-9.]+|[A-Za-z]"
)
_THREAD = late("楼主|沙发|板凳|跟帖|发帖|回帖|论坛|贴吧|顶帖|帖子|[0-9][LlFf][: ]|楼上(?:说|的)")
_QUOTES = "\"“「『‘'"
_SHAPE = Evidence("shape", -1.5, "what stands where a name on a platform may stand")
_ASKED = Evidence("label", 3.2, "a word for a name on a platform leads to it")
_CALLED = Evidence("context", 2.0, "directly behind a word for a name on a platform")
_QUOTED = Evidence("context", 2.6, "quoted behind a word for somebody on a platform")
_FLOOR = Evidence("label", 3.0, "stands where forums name the writer of a post")
_AT = Evidence("context", 1.8, "called by an at sign")
_ODD = Evidence("form", 1.2, "written as handles are")
_BEHIND = Evidence("context", 1.0, "behind a word for somebody on a platform")
_LED = {"called": _CALLED, "quoted": _QUOTED, "floor": _FLOOR, "at": _AT}


class Nickname:
    """Judges names on platforms; see the module."""

    id = "nickname"
    types = ("user_id",)
    patterns = (
        Pattern(
            "asked",
            words=True,
            trigger=f"{_ASKS}|ID是|ID叫|ID有|ID:|ID“|id是|id叫",
            regex=(
                f"(?:{_ASKS}|(?<![A-Za-z])[Ii][Dd])(?:上|里)?(?:有|是|叫做?|为|名叫|改[成为]|:[ ]?{_OPEN}|{_OPEN})[ ]?:?{_OPEN}?"
                f"(?P<v>{_CHAR}{{2,16}})(?=[\\s,。;:!?、\"'()”」』’…的]|\\Z)"
            ),
            before=2,
            after=30,
        ),
        Pattern(
            "called",
            words=True,
            trigger=_NAMES,
            regex=f"(?:{_NAMES})[ ]?:?[ ]?{_OPEN}?(?P<v>(?![—-]){_CHAR}{{3,16}})(?=[\\s,。;!?、\"'()”」』’…]|\\Z)",
            before=2,
            after=26,
        ),
        Pattern(
            "quoted",
            words=True,
            trigger=f"{_POSTS}|{_DEALS}|账号",
            regex=(
                f"(?:{_POSTS}|{_DEALS}|账号)(?:名为|叫|名叫|是)?[ ]?{_OPEN}(?P<v>{_CHAR}{{2,16}}){_CLOSE}"
                f"(?=[ ]?(?:{_LATER}|[,:()\\n。]|\\Z))"
            ),
            before=2,
            after=34,
        ),
        Pattern(
            "floor",
            words=True,
            trigger="0楼|1楼|2楼|3楼|4楼|5楼|6楼|7楼|8楼|9楼|0L|1L|2L|3L|4L|5L|6L|7L|8L|9L|沙发|板凳",
            regex=(
                "(?<![^\\n ])(?:[0-9]{1,4}(?:楼|[LlFf])|沙发|板凳)[ ]{1,2}"
                f"(?P<v>{_CHAR}{{2,16}})(?=[ ]?(?:\\([^()\\n]{{1,8}}\\))?[ ]?(?::|回复|说))"
            ),
            before=5,
            after=36,
        ),
        Pattern(
            "poster",
            words=True,
            trigger=_WRITERS,
            regex=(
                f"(?<![一-鿿])(?:{_WRITERS})(?P<link>[ ]{{1,2}}|:[ ]?)(?P<v>{_CHAR}{{2,16}})"
                "(?=[ ]?(?:[:()]|[ ]?[0-9]{2,4}[-.年:]|\\n|\\Z|回复|发表|发于|[ ]问))"
            ),
            before=2,
            after=32,
        ),
        Pattern(
            "dealer",
            words=True,
            trigger=f"{_DEALS}|{_POSTS}",
            regex=(
                f"(?:{_DEALS}|{_POSTS})(?P<link>[ ]{{0,2}}|:[ ]?)(?!(?i:u?id|name|no|type)|[名号的])(?P<v>[A-Za-z][A-Za-z0-9_.-]{{3,20}})"
                "(?=[\\s,。;:!?、\"'()|<\\]\u4e00-\u9fff]|\\Z)"
            ),
            before=2,
            after=30,
        ),
        Pattern(
            "uid",
            words=True,
            trigger="UID|uid",
            regex="(?<![A-Za-z_])(?:uid|UID)[ ]?(?P<v>[1-9][0-9]{6,14})(?![0-9A-Za-z])",
            before=2,
            after=18,
        ),
        Pattern(
            "at",
            trigger="@[^ -~]",
            regex=f"(?<![A-Za-z0-9_.@-])@(?P<v>[一-鿿]{_CHAR}{{1,15}})(?=[\\s,。;:!?、\"'()”」/…@\\]]|\\Z)",
            before=2,
            after=17,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by what leads to a name and by whether it may be speech or an office."""
        seen, name = candidate.seen, candidate.pattern.name
        if name == "uid":
            return Judgement("user_id", seen, (_SHAPE, _ASKED))
        odd = _HANDLE.fullmatch(seen) is not None
        if _NOBODY.fullmatch(seen) or _is_role(seen) or names.full(seen):
            return None
        if name == "dealer" and not _MIXED.search(seen):
            return None
        quoted = candidate.view.text[candidate.start - 1] in _QUOTES
        if not odd and not quoted and name != "at" and _SPEECH.match(seen):
            return None
        if name == "floor" and not odd and not _is_forum(candidate):
            return None
        parts = (_SHAPE, _led(candidate), *((_ODD,) if odd else ()))
        return Judgement("user_id", seen, parts)


def _led(candidate: Candidate) -> Evidence:
    """Return what leads to the name says."""
    name = candidate.pattern.name
    if name == "asked":
        return _BEHIND if candidate.view.text[candidate.start - 1] in "是为有" else _ASKED
    if name == "poster" and ":" not in candidate.match["link"]:
        return _FLOOR
    return _LED.get(name, _BEHIND)


def _is_forum(candidate: Candidate) -> bool:
    """Say whether the text around is a thread: floors are told of houses too."""
    at = max(0, candidate.start - 400) // 128 * 128
    return _THREAD.search(candidate.view.text, at, at + 1024) is not None


def _is_role(seen: str) -> bool:
    return facts.is_role(seen.strip("_-. "))


DETECTOR = Nickname()
