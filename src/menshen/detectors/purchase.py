"""消费记录 · Goods and services that a person bought.

## What it finds
The goods behind 商品, 商品名称, 货品, 托寄物 in orders, parcels and receipts, and what somebody says he bought
(购买了一台扫地机器人), without price and number.

## How it decides
The label counts where an order, a payment or a receiver stands near it; in prose a person before the
verb. Offers, tenders and terms of sale speak of no buyer.

## Known limits
Services told without a verb of buying are missed; a house or a car belongs to other types.

## References
- GB/T 35273-2020, annex A; 快递暂行条例

>>> DETECTOR.types
('purchase_history',)
"""

from __future__ import annotations

import re

from menshen.engines.bearer import general, somebody
from menshen.evidence import Cue
from menshen.fields import field
from menshen.late import late
from menshen.model import Candidate, Evidence, Judgement, Pattern

_CUE = Cue(
    "goods",
    words=(
        "商品名称", "商品信息", "商品", "货品", "货物名称", "品名", "托寄物内容", "托寄物", "寄托物", "物品名称", "物品类型", "内件品名", "内件", "宝贝", "购买商品", "购买项目", "购买内容", "消费项目", "服务项目", "订购套餐", "购买套餐", "办理套餐", "所购商品", "购买产品", "订单内容", "收费项目", "缴费项目", "收款事由", "课程名称", "套餐名称", "菜品", "服务名称", "产品名称", "宝贝标题", "物品描述", "货名", "内物", "所购产品", "购买课程",
    ),
    keys=("goods_name", "product_name", "item_name", "goods", "sku_name", "commodity", "spmc"),
)  # fmt: skip
_GOODS = "[一-鿿A-Za-z0-9][^:;。,\n\t|\"'<>{}×]{1,40}?"
_ORDER = late(
    "收货|收件|收方|订单|实付|下单|买家|运单|寄件|付款|支付|姓名|收据|收到|人民币|驿站|取件|代收|(?<![0-9])1[3-9][0-9*]{9}(?![0-9])|会员|客户|签收|派送|退款|快递|order|mobile|phone|buyer",
    re.IGNORECASE,
)
_WORD = Evidence("shape", -2.5, "something that can be bought")
_LABEL = Evidence("label", 2.5, "stands behind the label of goods")
_ORDERED = Evidence("context", 2.0, "nearby: an order, a payment or a receiver")
_COUNTED = Evidence("context", 3.0, "counted in an order")
_YOU = Evidence("context", 1.5, "said to the buyer")
_ALONE = Evidence("context", -1.0, "no buyer nearby")
_BOUGHT = Evidence("context", 1.8, "said to have been bought")
_OFFER = Evidence("context", -5.0, "an offer, a tender or terms of sale")
_OFFERS = late(
    "招标|采购(?!了)|投标|供应商|厂家|批发|新品|优惠|促销|欢迎|本店|批准文号|质保|七天无理由|规格型号|合格证|生产日期|保质期|应当|不得|如需|若|如果|请(?!问)|可以?购买|用户(?:可|购买)|消费者(?:可|应|有权)|库存|上架|下架|类目|销量|建议|假如|万一|想买?"
)
_NOT_GOODS = late(
    "信息|详情|如下|描述|不符|质量|数量|单价|金额|价格|总价|编[号码]|链接|列表|管理|分类|评价|类[别型]|[0-9.元]+$|(?:房|车|股票|基金|商品|东西|保险|服务|产品|的)$|[了不没吗呢]$"
)

_SIZE = late("[0-9](?:cm|mm|m|g|ml|kg|米|厘米|寸)?\\Z|[尺规票]|购|幅|份额|一[次下]")


class Purchase:
    """Judges goods behind a label or a verb of buying; see the module."""

    id = "purchase"
    types = ("purchase_history",)
    patterns = (
        field(
            _CUE,
            f"{_GOODS}(?=[ ]?[×xX*] ?[0-9]|[;。,\n\t|\"'<>{{}}]|[ ]{{1,4}}[^ -~]{{2,5}}[:=]|[ ]{{1,4}}[0-9¥]|\\Z)",
            60,
            guard="(?<![一-鿿])",
            words=True,
        ),
        Pattern(
            "times",
            words=True,
            trigger="×0|×1|×2|×3|×4|×5|×6|×7|×8|×9|× 0|× 1|× 2|× 3|× 4|× 5|× 6|× 7|× 8|× 9",
            regex="(?<![一-鿿A-Za-z0-9])(?P<v>(?=[A-Za-z0-9]{0,12}[一-鿿])[一-鿿A-Za-z0-9()/.-]{2,24}?)(?=[ ]?[×xX*][ ]?[0-9]{1,3}(?![0-9×xX*.]))",
            before=34,
            after=32,
        ),
        Pattern(
            "receipt",
            words=True,
            trigger="交来",
            regex="交来(?:的)?[ :]{0,2}(?P<v>[一-鿿A-Za-z0-9]{2,20}?)(?=[ ]{0,2}(?:费用|款|定金|人民币|合计|金额|计|[0-9¥,。]))",
            before=4,
            after=58,
        ),
        Pattern(
            "bought",
            words=True,
            trigger="购买|网购|下单|订购|买了|买的|买到|买过|拍了|拍到|入手|团购|拼了|定了|订了|购得|选购|收到的|报名|办了|办理了|充了|续费",
            regex=(
                "(?:(?:购买|网购|下单|订购|入手|团购|购得|选购|收到的)(?:了|的是|到|过|的)?|(?:买|拍|拼|定|订|报名|办|办理|充|续费)(?:了|的是|到|过))(?:[0-9一二两三四五六七八九十几]{1,3}"
                "(?:台|部|个|件|双|套|只|条|盒|瓶|箱|张|份|把|本|包|斤|袋|款|辆|块|副|桶|根|支|罐|对|组|枚|床|袋))?"
                '(?P<v>[一-鿿A-Za-z0-9][一-鿿A-Za-z0-9()"“”+-]{1,22}?)'
                "(?=[,。;、!?\n(（]|[花共给用寄送才就却但结发没收到是准回出坏有质怎在不昨今能可还加]|[ ]|[0-9]+元|\\Z)"
            ),
            before=6,
            after=64,
        ),
    )

    def judge(self, candidate: Candidate) -> Judgement | None:
        """Judge by the label or the verb, and by the buyer."""
        text, start, end = candidate.view.text, candidate.start, candidate.end
        seen = candidate.seen
        if _NOT_GOODS.search(seen) or len(seen) < 2 or _SIZE.search(seen):
            return None
        low = max(0, text.rfind("\n", max(0, start - 60), start))
        stop = text.find("\n", end, end + 40)
        offer = _OFFERS.search(text, low, stop if stop >= 0 else min(len(text), end + 40))
        parts: tuple[Evidence | None, ...]
        if candidate.pattern.name in {"times", "receipt"}:
            around = text[max(0, start - 120) : end + 120]
            parts = (_WORD, _COUNTED if _ORDER.search(around) else None, _OFFER if offer else None)
        elif candidate.pattern.name == "field":
            if re.search("[,|\\n]", text[candidate.match.start() : start]) or not re.search(
                "[:=|\t\"' ]", text[candidate.match.start() : start]
            ):
                return None
            around = text[max(0, start - 160) : end + 160]
            ordered = _ORDERED if _ORDER.search(around) else _ALONE
            parts = (_LABEL, _WORD, ordered, _OFFER if offer else None)
        else:
            begin = candidate.match.start()
            you = re.search("[您亲][^,。]{0,4}\\Z", text[max(0, begin - 6) : begin])
            near = _YOU if you else somebody(text, begin, end)
            parts = (_BOUGHT, _WORD, near, _OFFER if offer else general(text, start, end))
        evidence = tuple(e for e in parts if e is not None)
        return Judgement(self.types[0], seen, evidence, start, end)


DETECTOR = Purchase()
