"""体貌与身份的口语叙述 · Age, build, marriage and politics told in prose.

## What it finds
What the detectors of fields and items leave to prose: ages without 岁 (今年都八十三了, 小王28，单身), heights and weights
(个头一米八几, 体重一百三十来斤), marriage (离异带一女, 丧偶多年, 我已婚未育), and membership told of somebody (我是党员,
`，中共党员，硕士`).

## How it decides
A word of telling stands beside the value, and a person near it; rules, statistics and advertising speak of nobody.

## Known limits
A bare number is an age only behind 今年, 现年, 虚岁 and the like, or beside a gender.

## References
- GB/T 35273-2020, annex A

>>> DETECTOR.types
('age', 'height_weight', 'marital_status', 'political_status')
"""

from __future__ import annotations

from menshen.engines.stated import Form, Stands, Stated
from menshen.fields import CLOSE, OPEN
from menshen.model import Pattern

_TENS = "(?:[二三四五六七八九]十[一二三四五六七八九]?|十[一二三四五六七八九])"
_AGE = f"(?:[1-9][0-9]|10[0-9]|{_TENS})"
_CM = "(?:[一1]米[4-9四五六七八九](?:[0-9一二三四五六七八九几]|十[一二三四五六七八九])?|[一1]米[4-9四五六七八九][多几来]?|1[4-9][0-9] ?(?:cm|CM|厘米|公分))"
_JIN = "(?:[1-9][0-9]{1,2}|[一二两]百[一二三四五六七八九零]?十?[一二三四五六七八九]?|[四五六七八九]十[一二三四五六七八九]?)[多来几]?(?:斤|公斤|kg)"
_STATE = "离异|离婚|丧偶|再婚|已婚|未婚|单身|寡居|守寡|二婚|离过婚|离过一次婚?|短婚"

DETECTOR = Stated(
    "trait",
    (
        Form(
            Pattern(
                "turned",
                trigger="今年|现年|虚岁|周岁|年纪|马上|快要|刚满|才刚|岁数|都快|已经|年仅|享年|终年|实岁",
                regex=f"(?:今年|现年|虚岁|实岁|周岁|年仅|享年|终年|刚满|年纪)(?:也|都|已经?|才|快|刚|有|是|就|马上|差不多|快要)*(?P<v>{_AGE}(?:岁)?)(?=了|岁|[,。;!?\\n)]|多了|\\Z)(?!年|月|[0-9])",
                before=3,
                after=14,
            ),
            "age",
            weight=-0.2,
        ),
        Form(
            Pattern(
                "years",
                trigger="岁的|岁了|岁左|岁男|岁女|岁,|岁老|岁上|岁那|岁时|岁。|岁)|岁,|岁患|岁就|岁才|岁独|岁未|岁已|岁离|岁丧|岁出|岁多",
                regex=f"(?:(?<=[我他她爸妈人男女娃儿约是名位,(:、 ])|(?<![一-鿿0-9至到~-]))(?P<v>(?:{_AGE}|[1-9一二三四五六七八九])周?岁(?:半|多)?)(?=的?(?:[男女]|左右的[男女]|老[人汉太伴]|患[者儿]|小伙|姑娘|儿子|女儿|孙)|了|[,。)](?!以)|独居|离异|丧偶|未婚|已婚|上[小初高大])",
                before=6,
                after=6,
            ),
            "age",
            weight=-1.0,
        ),
        Form(
            Pattern(
                "tall",
                trigger="一米|1米|身高|个头|个子|cm|厘米|公分",
                regex=f"(?:(?<=[,、;( 高头子约有我他她才])|(?<![一-鿿0-9]))(?P<v>{_CM})(?=左右|上下|的?个[子头]|[,。;、!)\\n ]|\\Z|高[,。]|的)",
                before=10,
                after=8,
            ),
            "height_weight",
            weight=-1.2,
        ),
        Form(
            Pattern(
                "weighs",
                trigger="体重|多斤|来斤|十斤|百斤|公斤|0斤|1斤|2斤|3斤|4斤|5斤|6斤|7斤|8斤|9斤",
                regex=f"(?:体重|身高[^,。;\\n]{{2,8}},?|体型[^,。;\\n]{{1,3}},?)(?:有|大概|大约|约|才|只有|在|已经?)*(?P<v>{_JIN})(?!以|的(?:快递|包裹|重物))",
                before=22,
                after=14,
            ),
            "height_weight",
            weight=-0.5,
        ),
        Form(
            Pattern(
                "wed",
                trigger="离异|离婚|丧偶|再婚|已婚|未婚|单身|寡居|守寡|二婚|离过婚|离过|短婚",
                regex=f"(?:(?<=[,、;( |我他她人妈爸均母])|(?<![一-鿿])(?<!(?<![0-9])[0-9])|(?<=现[在已])|(?<=目前)|(?<=至今))(?P<v>(?:{_STATE})(?:未育|已育|无孩|有孩|多年|[一二三四五六七八九十0-9]{{1,2}}年|,?带(?:着)?(?:[一二两三]个?)?(?:子|女儿|儿子|女|孩子|男孩|女孩|娃))*)(?=[,。;、!?|)\\n ]|了|\\Z|[,。]|带|有一)",
                before=4,
                after=14,
            ),
            "marital_status",
            stands=Stands.ITEM,
            weight=-1.5,
        ),
        Form(
            Pattern(
                "member",
                trigger="党员|团员|民盟|民革|民建|民进|九三学社|农工党|致公党",
                regex=f"(?:(?:我|他|她|本人|其|均|也|都|个)(?:系|是|为)|(?<={OPEN})|[名位个老])(?P<v>(?:中共|中国共产党)?(?:正式|预备)?党员|(?:共青)?团员|(?:民盟|民革|民建|民进|九三学社|农工党|致公党)(?:成员|盟员|会员|党员|社员)?)(?={CLOSE}|\\Z|[,。;!?])",
                before=8,
                after=3,
            ),
            "political_status",
            weight=-0.6,
        ),
        Form(
            Pattern(
                "aged",
                trigger="男,|女,|男 |女 |男/|女/|,男|,女",
                regex=f"(?<={OPEN})[男女][,/ ]{{1,2}}(?P<v>[1-9][0-9]|[1-9]岁|[1-9][0-9]岁)(?={CLOSE}|\\Z)",
                before=3,
                after=7,
            ),
            "age",
            Stands.ITEM,
            -1.0,
        ),
    ),
    against="(?:未婚|已婚|离异|离婚|再婚|丧偶)[,、/ |]{1,2}(?:未婚|已婚|离异|离婚|再婚|丧偶)|各[0-9]|积极分子|年满|以上|以下|未满|不满|应当|超过|低于|不低于|[0-9]+人|平均|户籍|适用|适合|招聘|全体党员|党员干部|先锋|示范岗|登记制度|单身公寓|单身派对|离婚率|离婚冷静期|离婚协议|离婚诉讼|起诉离婚|判决离婚|准予离婚|已婚妇女|未婚先",
)
