r"""表格列 · Cells under a header that says what they are.

## What it finds
Values without a form of their own (学号, 工号, 病历号, 账号, 年龄, 姓名 …) that stand under a header of a
table: in table files, in tables pasted into text (comma, tab or `|` between the cells), and in the
value lists of SQL `INSERT` statements that name their columns.

## How it decides
The header must be a known strong name of the type (facts/headers.tsv) and at least two cells of the
header line must be known; the value must look as the type may look. What another detector finds in
the same cell with more evidence stays. Where labels stand under a header as well, the table is a form:
what stands right of a label is its value.

## Known limits
In running text, an `INSERT` without column names and a table whose header stands in another block
are not read; SQL files know the names from `CREATE TABLE`.

## References
- RFC 4180, comma-separated values

>>> DETECTOR.id
'column'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, pairwise
from typing import NamedTuple

from menshen import facts
from menshen.engines.names import HAN
from menshen.engines.pasted import PATTERNS, Headed, Sheet, sheets
from menshen.evidence import JOINED
from menshen.late import compiled
from menshen.model import (
    Block,
    Candidate,
    Evidence,
    Grid,
    Judgement,
    Span,
    columns_of,
    is_grid,
)
from menshen.text import View, compact, unbroken

_CODE = "(?=[A-Za-z_ -]{0,12}[0-9])[A-Za-z0-9](?:[ ]?[A-Za-z0-9_-]){2,35}"
_NAME = "[一-龥](?:·?[一-龥]){1,4}|[一-龥]{1,6}·[一-龥·]{1,12}|[一-龥] [一-龥]|[A-Z][A-Za-z'.-]+(?:[ ,/]{1,2}[A-Z][A-Za-z'.-]*){0,3}"
_DAY = (
    "(?:19|20)?[0-9]{2}[-/.年]?(?:0?[1-9]|1[0-2])[-/.月]?(?:0?[1-9]|[12][0-9]|3[01])?日?"
    "|(?:19|20)[0-9]{2}年?|[0-3]?[0-9][A-Za-z]{3}(?:19|20)[0-9]{2}|民[国國][0-9]{1,3}年[0-9]{1,2}月[0-9]{1,2}日"
    "|(?:19|20)[0-9]{2}年(?:农历|阴历)[正一二三四五六七八九十冬腊]{1,2}月[初十廿三][一二三四五六七八九十]"
    "|[一二][一二三四五六七八九〇零]{3}年[一二三四五六七八九十]{1,3}月(?:[一二三四五六七八九十]{1,3}日)?"
)
_ENDS = "省市区县州盟旗镇乡村屯路街道巷弄里号栋幢座室楼苑园庄组社城府庭湾區縣鄉號樓"
_PLACE = f"(?=[^\\n]*[一-龥]{{2}})(?=[^\\n]*[{_ENDS}0-9])[^\\n]{{3,80}}"
_TEMPLATE = (
    "(?=[A-Za-z+/_-]{0,24}[0-9])[A-Za-z0-9+/_-]{8,4000}={0,2}"
    "|\\[?-?[0-9]\\.[0-9]{2,18}(?:[,;|] ?-?[0-9]\\.[0-9e-]{2,22}){1,1100}\\]?"
)
SHAPES = {
    **dict.fromkeys(("face_feature", "fingerprint", "palm_iris_ear", "voiceprint"), _TEMPLATE),
    "home_address": _PLACE,
    "house_unit": "[A-Za-z]?[0-9]{1,4}(?:[-#][0-9A-Za-z]{1,4}){1,3}|(?=[^\\n]*[0-9一二三四五六七八九十A-Z])(?=[^\\n]*[栋幢座室楼号层单])[^\\n]{2,40}|[0-9]{3,4}",

    "order_number": "[A-Za-z0-9][A-Za-z0-9_-]{7,35}",
    "tracking_number": "[A-Za-z0-9]{8,24}",
    **dict.fromkeys(
        (
            "medical_record_no", "student_id", "employee_id", "insurance_policy", "tw_permit",
            "medical_insurance", "social_security_number", "utility_account", "provident_fund",
            "securities_account", "driver_licence", "police_id", "membership", "residence_permit",
            "certificate_no", "exit_permit_hkm", "exit_permit_tw", "hkm_permit", "passport_number", "invoice",
        ),
        _CODE,
    ),
    "foreigner_pr_id": "[A-Za-z]{3}[ ]?[0-9]{12}|9[0-9]{16}[0-9Xx]",
    "bank_account": "[0-9](?:[ -]?[0-9]){7,27}",
    "bank_card_number": "[0-9](?:[ -]?[0-9]){14,18}",
    "payment_account": "[A-Za-z0-9@._-]{5,40}",
    "user_id": "[A-Za-z0-9_.一-龥-]{2,32}",
    "social_account": "@?[A-Za-z0-9_.一-龥-]{2,32}",
    "wechat_id": "[A-Za-z][A-Za-z0-9_-]{5,30}",
    "qq_number": "[1-9](?:[ -]?[0-9]){4,10}",
    "landline": "(?:0[0-9]{2,3}[- ]?)?[2-8][0-9]{6,7}(?:-[0-9]{1,5})?",
    "device_id": "[A-Za-z0-9-]{14,64}",
    "pickup_code": "[0-9A-Za-z]{1,4}(?:-[0-9A-Za-z]{1,5}){1,3}|[0-9]{4,8}|[0-9]{3}[ ][0-9]{3}",
    "account_password": "\\S{4,40}",
    "sms_code": "[0-9]{4,8}|[0-9]{3}[ -][0-9]{3}",
    "card_track_cvv": "[0-9]{3,4}|(?:0[1-9]|1[0-2])/[0-9]{2}",
    "flight_ticket": "[0-9]{3}[ -]?[0-9]{10}|[A-Z0-9]{2}[0-9]{3,4}",
    "train_ticket": "[GDCZTKYL][0-9]{1,4}|E[0-9]{9}|[0-9]{1,2}车[0-9]{1,3}[A-F]?号?",
    "age": "(?:1[01]|[1-9])?[0-9](?:周?岁)?|[一二三四五六七八九]?十?[一二三四五六七八九]?(?<=[一二三四五六七八九十])周?岁",
    "gender": "男性?|女性?|[MFmf]|(?i:male|female)",
    "ethnicity": "[一-龥]{1,5}族?",
    "birth_date": _DAY,
    "blood_type": "(?:A|B|AB|O)型?(?:Rh[+-])?",
    "marital_status": "已婚|未婚|离异|离婚|丧偶|再婚|初婚|单身",
    "political_status": "(?:中共)?(?:预备)?党员|(?:共青)?团员|群众|民[盟革建进]|农工党|致公党|九三|无党派",
    "family_relation": (
        "户主|(?:长|次|三|四|大|二|小|幼|独|养|继|儿)?[子女媳婿]|[父母夫妻兄弟姐妹孙]|配偶|丈夫|妻子|父亲|母亲|爸爸|妈妈|儿子|女儿|子女|儿媳|女婿|"
        "(?:曾|重|外)?孙[子女]?|外孙[子女]|(?:外|曾)?祖[父母]|爷爷|奶奶|外公|外婆|姥姥|姥爷|[公婆岳][公婆父母]|"
        "(?:哥哥|弟弟|姐姐|妹妹|兄弟|姐妹|父子|母子|父女|母女|夫妻|祖孙)|[叔伯舅姑姨][父母叔伯舅姑姨]|[堂表][哥弟姐妹兄]|侄[子女]|外甥女?"
    ),
    **dict.fromkeys(
        ("diagnosis", "medical_history", "illness_course", "infectious_disease", "mental_health"),
        "(?!.*(?:正常|健康|良好|阴性|未见|否认|无$|无[一-龥]))[一-龥A-Za-z0-9 、()+.-]{2,40}",
    ),
    "medication": "[一-龥A-Za-z0-9 、()+.-]{2,30}",
    "purchase_history": "(?=.*[一-龥A-Za-z])[一-龥A-Za-z0-9 、()+×*/.-]{2,50}",
    "hobby": "(?!无)[一-龥、 ]{2,30}",
    "religion": "(?:信仰)?(?:佛|道|伊斯兰|基督|天主|藏传佛|东正)教",
    "care_provider": "[一-龥()]{2,20}(?:院|中心|诊所|卫生室|门诊部)",
    "job_title": "(?!.*(?:岁|公司|年级))(?=.*[一-龥]{2})[一-龥A-Za-z0-9()/、 -]{2,20}",
    "employer": "(?!(?:农村|城镇|个体|事业|机关|国企|民营|外资)$)(?=.*[一-龥]{2})[一-龥A-Za-z0-9()·、 -]{2,40}",
    "school": "(?=.*[一-龥]{2})(?=.*(?:大学|学院|学校|[一-龥][中小]学?|幼儿园|职高|技校|党校|师范|附[中小]|高中|校))[一-龥A-Za-z0-9()·、 -]{2,40}",
    "education": "(?:[一-龥]{2,10}(?:大学|学院) ?)?(?:全日制|在职|大学|统招|自考|成人|函授)?(?:博士后|博士研究生|博士|硕士研究生|硕士|研究生|本科|大学|大专|专科|高职|中专|中技|职高|技校|高中|初中|小学|文盲|半文盲|学士|MBA)(?:学历|学位|文化|毕业|肄业|在读|程度)?(?:[/、(][一-龥]{2,6}[)]?)?",
    **dict.fromkeys(
        ("income", "account_balance", "mortgage_loan"),
        "(?:人民币|¥)?[1-9][0-9,]{2,11}(?:\\.[0-9]{1,2})?(?:元|万元?)?(?:/月)?|[1-9][0-9]{0,3}(?:\\.[0-9]{1,2})?[ ]?(?:万元?|[kKwW])(?:左右|以上)?|[1-9][0-9,]{2,9}元?[-~至][0-9,]{3,9}元?",
    ),
    "credit_report": "[1-9][0-9]{0,2}(?:次|天|期|个月)|.*逾期[一-龥0-9]{1,12}|[3-9][0-9]{2}分?|关注|次级|可疑|损失",
    "gov_subsidy": "[1-9][0-9,]{1,8}(?:\\.[0-9]{1,2})?(?:元)?(?:/月|/年)?|[一-龥]{2,14}(?:补贴|补助|津贴|助学金|奖学金|救助|慰问金)",
    "welfare_status": "(?!(?:是否|非).*)[一-龥]{0,8}(?:低保|五保|特困|建档立卡|脱贫|贫困|困难|孤儿|优抚|烈属|军属|边缘|低收入|残疾|退役军人|独居老人|空巢老人|留守老人)[一-龥]{0,8}|[1-9][0-9]{1,4}(?:\\.[0-9]{1,2})?元?",
    **dict.fromkeys(
        ("native_place", "hukou_location"),
        "(?!(?:农业|非农|城镇|农村|本地|外地|居民|家庭|集体).*)[一-龥]{2,20}",
    ),
    "nationality": "[一-龥]{2,8}|[A-Z]{3}|[A-Z][a-z]{3,12}",
    "criminal_record": "(?!(?:无|没有|未|否).*)[一-龥0-9、,()年月日]{2,40}",
    "house_layout": "[1-9][0-9]{1,3}(?:\\.[0-9]{1,3})?(?:平方米|平米|平方|㎡|m2|平)?|[一二两三四五1-9][室房居][一-龥0-9]{0,8}",
    "house_purchase": "[1-9][0-9,]{3,11}(?:\\.[0-9]{1,2})?元?|[1-9][0-9]{0,3}(?:\\.[0-9]{1,2})?万元?",
    "vehicle_purchase": "(?=.*[一-龥])[一-龥A-Za-z0-9() .-]{2,30}",
    "hotel_record": "[一-龥A-Za-z0-9 ()-]{3,30}(?:酒店|宾馆|旅馆|民宿|客栈)[一-龥A-Za-z0-9()]{0,12}",
    "id_validity": "[0-9.年月日-]{8,24}(?:长期)?",
    "person_name": _NAME,
    "former_name": _NAME,
}  # fmt: skip
"""How a value of each type may look under its header, in folded text."""

_CODES = {
    SHAPES[t]
    for t in ("student_id", "order_number", "train_ticket", "flight_ticket", "pickup_code")
}
_TELLING = {
    "account_password": "(?=\\S*[A-Za-z])(?=\\S*[0-9])\\S{6,40}",
    "bank_account": "[0-9]{16,22}|[0-9]{4}(?: [0-9]{4}){3,4}(?: [0-9]{1,3})?",
    "device_id": (
        "[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}"
        "|(?=[A-Fa-f0-9]*[A-Fa-f])(?=[A-Fa-f0-9]*[0-9])(?:[0-9a-f]{16,64}|[0-9A-F]{16,64})"
    ),
    "driver_licence": "[0-9]{12}|[0-9]{4} [0-9]{4} [0-9]{4}",
    "flight_ticket": "[0-9]{3}[ -]?[0-9]{10}",
    "id_validity": "(?:19|20)[0-9]{2}[./-][0-9]{2}[./-][0-9]{2}(?:-|至|--|~)(?:长期|20[0-9]{2}[./-][0-9]{2}[./-][0-9]{2})",
    "payment_account": "2088[0-9]{12}",
    "sms_code": "[0-9]{6}|[0-9]{3}[ -][0-9]{3}",
}
"""How a value looks that says enough where the header names the type weakly."""
_SPECIFIC = frozenset(
    ("card_track_cvv", "medical_insurance", "pickup_code", "police_id", "provident_fund", "qq_number",
     "securities_account", "social_security_number", "tw_permit", "wechat_id")
)  # fmt: skip
"""Types no name of which is weak by itself: a Chinese compound is weak only for its first words."""
_OPEN = frozenset(
    ("person_name", "former_name", "native_place", "hukou_location", "nationality", "employer", "school")
)  # fmt: skip
"""Types as which nearly any words would pass, the label of the next field too."""
_LOOKED = 8
"""So many rows are looked at to tell a form from a table."""
_PERSONS = frozenset(("resident_id_number", "mobile_number", "birth_date", "gender"))
_FULL_NAME = f"[{HAN}]{{2,4}}"
_HEADER = Evidence("label", 4.0, "stands under a header that names it")
_SHAPE = Evidence("shape", -2.5, "may look like it")
_NAME_SHAPE = Evidence("shape", 1.0, "a name, and the header says whose or which")
_ORG_SHAPE = Evidence("shape", 0.0, "words, and the header says of what")
_ORGS = frozenset({"employer", "school", "job_title"})
_ABSENT = frozenset(
    {"无", "未知", "不详", "暂无", "null", "none", "nil", "n/a", "na", "-", "--", "/"}
)


class Column:
    """Reads cells by the header over them; see the module."""

    id = "column"
    types = tuple(SHAPES)
    patterns = PATTERNS

    def judge(self, candidate: Candidate) -> Judgement | None:  # noqa: ARG002 - see `read`
        """Say nothing of the header itself: `read` judges the cells below it."""
        return None

    def read(
        self, view: View, block: Block, candidates: Sequence[Candidate]
    ) -> Iterable[Judgement]:
        """Yield the judgements of all cells under known headers, with positions in the view."""
        if is_grid(block.layout):
            yield from _grid(view, block.layout)
        for sheet in _sheets(view, candidates):
            yield from _rows(view.text, _kinds([(name,) for name in sheet.names]), sheet.rows)


def _sheets(view: View, candidates: Sequence[Candidate]) -> Sequence[Sheet]:
    """Return the tables in the text; those that stand over all candidates were read before."""
    if not candidates:
        return ()
    layout = candidates[0].block.layout
    if isinstance(layout, Headed):
        return layout.sheets
    return sheets(view.text, [c.match for c in candidates])


class _Kind(NamedTuple):
    """The type a header names, and how its values must look."""

    type: str
    shape: str


def _kind(name: str) -> _Kind | None:
    """Return the type a header names; of a Chinese compound its end is enough for a code.

    A header that names its type weakly asks for values that tell more.
    """
    header = _header(name)
    if header is None or header.type not in SHAPES:
        return None
    kind = header.type
    if header.strength == "strong" or (kind == "home_address" and name.isascii()):
        return _Kind(kind, SHAPES[kind])
    if not name.isascii() and (kind in _SPECIFIC or SHAPES[kind] in _CODES):
        return _Kind(kind, SHAPES[kind])
    return _Kind(kind, _TELLING[kind]) if kind in _TELLING else None


def _grid(view: View, grid: Grid) -> Iterator[Judgement]:
    yield from _rows(view.text, _kinds(columns_of(grid)), grid.rows())


def _kinds(columns: Iterable[Sequence[str]]) -> list[_Kind | None]:
    """Return what the headers of each column name: `name` is a person's beside what only people have."""
    headers = [tuple(names) for names in columns]
    kinds = [next(filter(None, map(_kind, names)), None) for names in headers]
    known = (_header(name) for names in headers for name in names)
    if any(header is not None and header.type in _PERSONS for header in known):
        for at, names in enumerate(headers):
            if kinds[at] is None and names and _bare(names[0]).lower() == "name":
                kinds[at] = _Kind("person_name", _FULL_NAME)
    return kinds


def _header(name: str) -> facts.Header | None:
    return facts.header(_bare(name))


def _bare(name: str) -> str:
    return name.strip(" \"'`")


def _rows(
    text: str, kinds: list[_Kind | None], rows: Iterable[Sequence[Span]]
) -> Iterator[Judgement]:
    if not any(kinds):
        return
    coming = iter(rows)
    first = list(islice(coming, _LOOKED))
    form = _is_form(text, kinds, first)
    for row in chain(first, coming):
        yield from _beside(text, row) if form else _row(text, kinds, row)


def _is_form(text: str, kinds: list[_Kind | None], rows: Sequence[Sequence[Span]]) -> bool:
    """Say whether a known header stands over further labels: then each row holds its own."""
    for column, kind in enumerate(kinds):
        if kind is None:
            continue
        cells = [text[slice(*row[column])] for row in rows if column < len(row)]
        filled = [cell for cell in cells if cell.strip()]
        labels = sum(_is_label(cell) for cell in filled)
        if labels > 1 and 2 * labels >= len(filled):
            return True
    return False


def _beside(text: str, row: Sequence[Span]) -> Iterator[Judgement]:
    """Yield what stands right of its label in a row of a form."""
    for label, value in pairwise(row):
        kind = _kind(text[slice(*label)])
        if kind is not None and not _is_label(text[slice(*value)]):
            yield from _row(text, [kind], [value])


def _is_label(cell: str) -> bool:
    head = facts.header(compact(cell).rstrip(":"))
    return head is not None and head.strength == "strong"


def _row(text: str, kinds: list[_Kind | None], cells: Sequence[Span]) -> Iterator[Judgement]:
    for known, (start, end) in zip(kinds, cells, strict=False):
        if known is None or start >= end:
            continue
        kind = known.type
        value = unbroken(text[start:end])
        if value.lower() in _ABSENT or not _fits(known, value):
            continue
        shape = _NAME_SHAPE if kind.endswith("_name") else _ORG_SHAPE if kind in _ORGS else _SHAPE
        torn = (JOINED,) if "\n" in text[start:end] else ()
        yield Judgement(kind, compact(value), (_HEADER, shape, *torn), start, end)


def _fits(kind: _Kind, value: str) -> bool:
    if compiled(kind.shape).fullmatch(value) is None:
        return False
    if kind.type in _OPEN and _is_label(value):
        return False
    if kind.type == "person_name":
        return (
            "·" in value or value[0].isascii() or any(value.startswith(s) for s in _surnames(value))
        )
    if kind.type == "ethnicity":
        return value.removesuffix("族") + "族" in facts.ethnic_groups()
    return True


def _surnames(value: str) -> list[str]:
    known = facts.surnames()
    return [value[:n] for n in (2, 1) if value[:n] in known]


DETECTOR = Column()
