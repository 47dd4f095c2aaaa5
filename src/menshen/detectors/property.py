"""房产与车辆 · Home and car of a person.

## What it finds
Area, unit type, price and parking space of somebody's home (建筑面积89.5平方米, 三室两厅, 总价186万元, 地下车位B-127),
what somebody owns (名下有房产两套, 名下一辆大众朗逸) and the rent he pays or is paid (月租650).

## How it decides
名下 or a label in a paper of one person decides; in prose a person near it. Flats for sale, floor
plans of a developer and statistics of markets speak of nobody.

## Known limits
The certificate's number and the address are other detectors' work.

## References
- 不动产登记暂行条例, art. 8

>>> DETECTOR.types
('house_layout', 'house_purchase', 'vehicle_purchase', 'rental_info')
"""

from __future__ import annotations

from menshen.engines.stated import AMOUNT, MONEY, Form, Stated, labelled
from menshen.evidence import Cue
from menshen.model import Pattern

_LAYOUT = Cue(
    "home",
    words=("建筑面积", "房屋面积", "套内面积", "住房面积", "户型", "房屋户型", "产权面积", "居住面积", "房型", "面积", "专有建筑面积", "建面"),
    keys=("house_area", "house_type", "floor_area"),
)  # fmt: skip
_PRICE = Cue(
    "price of a home",
    words=("购房总价", "房屋总价", "成交总价", "总房款", "购房款", "房款", "房屋总价款", "首付款", "首付", "成交价", "房产估值", "评估价", "购房价格", "房产情况", "住房情况", "名下房产", "购房情况", "房产"),
    keys=("house_price",),
)  # fmt: skip
_PARKING = Cue(
    "parking space",
    words=("车位号", "车位编号", "固定车位", "产权车位", "车位"),
    keys=("parking_no",),
)
_CAR = Cue(
    "car",
    words=("车型", "车辆品牌", "品牌型号", "厂牌型号", "车辆型号", "购车款", "购车价", "车辆情况", "名下车辆", "购车情况", "车辆信息", "车辆颜色", "车身颜色"),
    keys=("vehicle_model", "car_model", "vehicle_brand"),
)  # fmt: skip
_AREA = (
    "[1-9][0-9]{1,3}(?:\\.[0-9]{1,3})?[ ]?(?:平方米|平米|平方|㎡|m2|m²|平(?![均台时安常方米板房]))"
)
_SPOKEN = "[一二两三四五六七八九]?百?[零一二三四五六七八九]?十?[一二三四五六七八九]?(?:多)?个?(?:平米|平方|平(?=[,。的左!]|\\Z))"
_ROOMS = "[一二两三四五六1-9][室房居][一二两三0-3]?厅?(?:[一二两三0-4]厨)?(?:[一二两三0-4]卫)?(?:[一二两三0-4]阳台)?"
_OWN = "按揭房|商品房|房一套|住房|房产|房子|房屋|住宅|公寓|商铺|门面房?|门面|别墅|自建房|宅基地|车位|车库|小产权房|学区房|安置房|拆迁房|平房|楼房"
_WHEELS = "轿车|汽车|小轿车|面包车|货车|电动车|摩托车|越野车|车|SUV|suv|三轮车|小客车"
_MAKES = "大众|丰田|本田|别克|比亚迪|宝马|奔驰|奥迪|日产|吉利|长安|哈弗|五菱|特斯拉|现代|福特|雪佛兰|理想|蔚来|小鹏|问界|奇瑞|荣威|红旗|路虎|雷克萨斯|沃尔沃|凯迪拉克|马自达|起亚|标致|保时捷|传祺|名爵|捷达|斯柯达|三菱|铃木"

DETECTOR = Stated(
    "property",
    (
        labelled("layout_field", "house_layout", _LAYOUT, f"{_AREA}|{_ROOMS}[^\n,。;]{{0,8}}|[1-9][0-9]{{1,3}}\\.[0-9]{{1,2}}(?![0-9])", 34,
                 bare=True, guard="(?<!用地)(?<!占地)(?<!使用)(?<!公摊)(?<!耕地)(?<!总建筑)(?<!经营)(?<!宅基地)"),
        labelled("price_field", "house_purchase", _PRICE, f"{MONEY}|(?=[^\n,。;:]{{0,8}}[0-9一二两三])[^\n,。;:\t|\"']{{2,24}}(?:{_OWN}|套|号|[0-9])[^\n,。;:\t|\"']{{0,8}}", 40,
                 guard="(?<!停)(?<!每)"),
        labelled("price_bare", "house_purchase", _PRICE, MONEY, 30, guard="(?<!停)(?<!每)", bare=True),
        labelled("parking", "house_purchase", _PARKING, "(?:地下|负[一二])?[A-Z]{0,2}[0-9]{0,2}-?[A-Z]?[0-9]{2,4}号?(?![0-9个元年万-])", 30, guard="(?<!停)", bare=True),
        labelled("car_field", "vehicle_purchase", _CAR, f"{MONEY}|(?:{_MAKES}|[一-鿿A-Za-z]{{1,6}}牌)[^\n,。;:\t|\"']{{0,20}}|[白黑银灰红蓝棕金]色|一?[辆台][^\n,。;:\t|\"']{{2,20}}", 34),
        Form(
            Pattern(
                "owns",
                trigger="名下",
                regex=f"名下(?:还|另|现|仅|共|的|登记|没有贷款的)?(?:有|登记有|拥有|一|两|的)?(?P<v>[^,。;\n()]{{0,18}}?(?:{_OWN})[^,。;\n()由归]{{0,10}})",
                before=4,
                after=44,
            ),
            "house_purchase",
            weight=0.3,
        ),
        Form(
            Pattern(
                "homes",
                trigger="套房|套三居|套两居|套二居|套四居|套回迁|套小|套老|套学区|套公寓|套新房|套住房|套商品|套安置|套单|套大|套电梯|间砖|间瓦|间平|间土|间老|层楼|层小楼|间门面|间铺|间商铺|栋楼|栋房|栋小|栋别|处房|处宅|处院|套拆迁|套经适|套公租|套廉租",
                regex="(?:有|买了?|购[买置]?了?|盖了?|建了?|留下?了?|分得?了?|住着?|家|添了?|供着?)(?P<v>[一两二三四五六0-9]{1,2}[套间层栋幢处][^,。;\n]{0,6}?(?:房产|房子|房|楼|院子?|门面|商铺|铺面|公寓|别墅|[一两二三四]居室?|单间)(?!高|间|价|贷|源|东|梯|管|产经|地产))",
                before=10,
                after=14,
            ),
            "house_purchase",
            weight=-0.6,
        ),
        Form(
            Pattern(
                "wheels",
                trigger="了辆|一辆|两辆|着辆|了台车",
                regex="(?:买|提|订|换|骑|开)(?:了|着|的是)(?P<v>[一1两2]?辆(?!次)[^,。;\n]{2,12}?)(?=[,。;、!?\n(]|每|上班|上下班|花了|\\Z)",
                before=6,
                after=18,
            ),
            "vehicle_purchase",
            weight=-0.9,
        ),
        Form(
            Pattern(
                "made",
                trigger=_MAKES,
                regex=f"(?:(?:[12][0-9]{{3}}款)?(?:[白黑银灰红蓝棕金]色)?(?:{_MAKES})(?!银行|集团|公司|汽车公司|4S|牌|店|专卖|研究|大街|大道|路)[一-鿿A-Za-z0-9]{{0,8}}?(?:[一1两2][辆台](?!车位)))|(?:(?<=名下)|(?<=您的)|(?<=我的)|(?<=他的)|(?<=她的)|(?<=开着)|(?<=驾驶)|(?<=换了辆))(?:{_MAKES})[一-鿿A-Za-z0-9]{{0,6}}",
                before=14,
                after=16,
            ),
            "vehicle_purchase",
            weight=-0.7,
        ),
        Form(
            Pattern(
                "rents",
                trigger="月租|房租|租金|押一|押二|押三",
                regex=f"(?P<v>(?:月租金?|房租|租金)(?:每个?月|一个?月|一年)?[^,。;\n0-9一二两三四五六七八九十]{{0,4}}?(?:{AMOUNT}|[1-9][0-9]{{2,4}}(?![0-9年.%㎡平]))(?:,?押[一二三]付[一二三六])?|押[一二三]付[一二三六])",
                before=4,
                after=36,
            ),
            "rental_info",
            weight=-0.7,
        ),
        Form(
            Pattern(
                "drives",
                trigger="名下|开的|开着|开一|有一|买了|驾驶|一辆|一台",
                regex=f"(?:名下(?:有|登记|的|还有)*|开的?是?|开着|买了|提了|驾驶|还?有(?=[一1两2][辆台部]))(?P<v>[一1两2]?[辆台部]?(?:[白黑银灰红蓝棕金]色的?)?(?:{_MAKES})(?!银行|集团|公司|汽车公司)[^,。;\n]{{0,12}}|[一1两2][辆台部](?:[一-鿿A-Za-z]{{0,6}})(?:{_WHEELS}))",
                before=12,
                after=34,
            ),
            "vehicle_purchase",
            weight=-0.7,
        ),
        Form(
            Pattern(
                "area",
                trigger="平方米|平米|平方|室一厅|室两厅|室二厅|居室|房两厅|房一厅|多平|五平|十平|百平|0平|1平|2平|3平|4平|5平|6平|7平|8平|9平|十平|百平|一平|二平|三平|四平|五平|六平|七平|八平|九平",
                regex=f"(?:房|屋|家|住|房子|面积|买了|套|产权|户型)[^。;\n]{{0,14}}?(?P<v>(?:{_AREA}|(?<![一-鿿](?<![,有是约])){_SPOKEN})(?:的?{_ROOMS})?|(?<![0-9]){_ROOMS})",
                before=28,
                after=22,
            ),
            "house_layout",
            weight=-0.5,
        ),
        Form(
            Pattern(
                "size",
                trigger="平方米|平米|平方|室一厅|室两厅|室二厅|居室|房两厅|房一厅|0㎡|1㎡|2㎡|3㎡|4㎡|5㎡|6㎡|7㎡|8㎡|9㎡|0平|1平|2平|3平|4平|5平|6平|7平|8平|9平",
                regex=f"(?<=[,、( \\t|;])(?P<v>{_AREA}|{_ROOMS})(?=[,。;、) \\n|]|\\Z)",
                before=14,
                after=12,
            ),
            "house_layout",
            weight=-1.0,
        ),
        Form(
            Pattern(
                "price",
                trigger="总价|房款|首付|购房|买房|车位|房价",
                regex=f"(?P<v>(?:总价款?|总房款|购房款|首付款?)[^,。;\n0-9]{{0,8}}{AMOUNT}|(?:地下|固定|产权)?车位[^,。;\n]{{0,4}}?[A-Z]?[0-9]{{1,4}}(?:-[0-9]{{1,4}})?号?(?![0-9万元]))",
                before=8,
                after=34,
            ),
            "house_purchase",
            weight=-0.5,
        ),
    ),
    against="均价|在售|热销|开盘|楼盘|售楼|样板间|精装交付|总建筑面积|占地|容积率|绿化率|商品房销售|新房成交|二手房市场|新上|出售|急售|房源|出租|整租|招商|适合|挂牌|户主力|主力户型|推出|本项目|本小区共|规划|展厅|门店|办公(?:室|面积)|厂房|仓库|会议室|实验室|车型亮点|试驾|上市|指导价|续航",
    void="^(?:无|没有)",
)  # fmt: skip
