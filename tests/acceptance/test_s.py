"""The scams of the requirements, each from message to advice: S1.1 to S7.1, ST1 to ST3."""

from __future__ import annotations

import pytest

import menshen
from menshen import Assessment, scam


def two(found: Assessment) -> set[str]:
    return {kind.id for kind in found.scams[:2]}


def advised(found: Assessment, *words: str) -> bool:
    return all(any(word in step for step in found.advice) for word in words)


def test_s1_1_forged_id_cards() -> None:
    found = menshen.warn(
        "【营业厅】您名下新办理了三个号码，如非本人办理，请拍身份证正反面和手持身份证的照片，加微信发给客服核销。"
    )
    assert found.verdict == "scam"
    assert "id_photo" in found.asks
    assert "forged_id_fraud" in two(found)
    assert advised(found, "身份证", "一证通查", "挂失补领")


def test_s1_2_online_loans_in_your_name() -> None:
    found = menshen.warn(
        [
            ("them", "您好，您在我们平台的借款已逾期三十天，本息合计两万八。"),
            ("me", "我没有借过。"),
            ("them", "不是您借的可以撤销借款，点短信链接做人脸识别，再把验证码报给我。"),
        ]
    )
    assert found.verdict == "scam"
    assert {"otp", "face_video"} <= set(found.asks)
    assert "impersonated_online_loan" in two(found)
    assert advised(found, "信用报告", "书面异议")


def test_s1_3_companies_in_your_name() -> None:
    found = menshen.warn(
        "您是某商贸公司法定代表人，公司欠税被列为非正常户，影响孩子上学。快速注销代办费三千，转到我微信就给您办。"
    )
    assert found.verdict == "scam"
    assert "shell_company_registration" in two(found)
    assert advised(found, "国家企业信用信息公示系统", "撤销冒名登记")


def test_s1_4_dating() -> None:
    found = menshen.warn(
        [
            ("them", "亲爱的，我在维和部队，不能视频，等我回国就娶你。"),
            ("me", "我等你。"),
            ("them", "我给你寄了包裹，里面有项链和现金，海关要六千八清关费，你先帮我垫上，老婆。"),
        ]
    )
    assert found.verdict == "scam"
    assert "stolen_identity_dating" in two(found)
    assert advised(found, "反向搜图", "96110")


PARCEL = [
    ("them", "您好，顺丰快递，您寄往缅甸的包裹里查出违禁物品，已经报案了。"),
    ("me", "我没寄过啊！"),
    (
        "them",
        "我帮您转接公安。我是市公安局的，你涉嫌贩毒洗钱，这个案子保密，不能告诉家人，电话不许挂。",
    ),
    ("me", "好，我不说。"),
    ("them", "找一家酒店，一个人进去反锁门，我们做视频笔录。"),
    ("me", "到了。"),
    ("them", "把名下所有资金转到安全账户核查，清白了马上退还。"),
]


def test_s2_1_the_parcel_the_hotel_the_secrecy_the_safe_account() -> None:
    listener = menshen.Listener()
    answers = [listener.hear(speaker, text) for speaker, text in PARCEL]
    stages = [answer.stage for answer in answers]
    assert [a.verdict for a in answers][2] == "scam"
    assert answers[4].stage == "isolation"
    assert stages[-1] == "ask"
    last = answers[-1]
    flags = {flag.id for flag in last.flags}
    assert {"contraband", "involved_in_crime", "tell_nobody", "be_alone", "safe_account"} <= flags
    assert last.probability >= 0.98
    assert two(last) == {"contraband_parcel", "impersonate_police_generic"}
    assert last.advice[0].startswith("停！没有“安全账户”")
    assert advised(last, "110", "止付", "告诉家人")


def test_s2_2_quality_problem_refund_wechat_software_code() -> None:
    found = menshen.warn(
        "您好，我是淘宝客服，您买的奶瓶有质量问题，给您双倍退款。请加我微信，下载会议软件，把收到的验证码告诉我。"
    )
    assert found.verdict == "scam"
    assert {"wechat", "app", "otp"} <= set(found.asks)
    assert found.scams[0].id == "fake_refund"
    assert advised(found, "只在原购物App内办理退款")


@pytest.mark.parametrize(
    "text",
    [
        "你在酒店开房的照片在我手上，三天内转五万，不然发给你老婆和单位领导。",
        "视频录下来了，你通讯录我都有，不给钱就群发，敢报警先发你爸妈。",
    ],
)
def test_s3_1_extortion_and_threats(text: str) -> None:
    found = menshen.warn(text)
    assert found.verdict == "scam"
    assert two(found) & {"privacy_extortion", "nude_chat_extortion"}
    assert advised(found, "报警", "保留聊天记录")


def test_s4_1_pretended_government_staff() -> None:
    found = menshen.warn(
        "您好，我是民政局的，您的高龄补贴今天最后一天，先交手续费，验证码报给我就到账。"
    )
    assert found.verdict == "scam"
    assert found.claims_to_be[0].id == "government_office"
    assert "otp" in found.claims_to_be[0].against
    assert advised(found, "12345", "政府补贴不收费")


def test_s5_1_public_health_pretext() -> None:
    found = menshen.warn(
        "您好，我是疾控中心的，您和病例同乘，是次密接。点链接登记银行卡，把验证码告诉我，不配合就转公安立案。"
    )
    assert found.verdict == "scam"
    assert found.scams[0].id == "fake_epidemic_control"
    assert advised(found, "流行病学调查不问财产", "12320")


def test_s6a_1_cards_payment_and_social_accounts() -> None:
    found = menshen.warn("您的信用卡积分即将清零，请报一下卡背面后三位和短信验证码，兑换空气炸锅。")
    assert found.verdict == "scam"
    assert found.scams[0].id == "account_theft"
    assert advised(found, "验证码、密码谁也不要给", "挂失", "改密码")


def test_s6b_1_the_boss() -> None:
    found = menshen.warn(
        [
            ("them", "小李，我是王总，这是我的新微信，拉个小群。"),
            ("me", "王总好。"),
            ("them", "我在开会不方便接电话，先把合同款二十万付到这个账户，手续后补，别声张。"),
        ]
    )
    assert found.verdict == "scam"
    assert found.scams[0].id == "impersonate_boss"
    assert advised(found, "原来的号码打回去", "财务审批")


def test_s6b_2_pretending_to_be_you_to_colleagues() -> None:
    found = menshen.warn(
        "各位同事，我是财务部小周，手机坏了，这是我新号。客户急要礼品，谁先帮我垫付两千六，月底报销还你。"
    )
    assert found.verdict == "scam"
    assert "impersonate_me_to_colleagues" in two(found)
    assert advised(found, "本人原有电话", "告知同事")


def test_s7_1_medicine_for_your_very_illness() -> None:
    found = menshen.warn(
        "大爷，您的糖尿病我们专家很关注，这个祖传秘方三个疗程根治，不用再吃药，货到付款，今天最后优惠，别告诉孩子。"
    )
    assert found.verdict == "scam"
    assert found.scams[0].id == "fake_doctor_medicine"
    assert advised(found, "批准文号", "就诊医院")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "您好，请问您是星河湾的业主吗？您的房子现在要卖吗，有客户想看。",
            "house_agency_harassment",
        ),
        ("您好，您家装修了吗？我们有您家户型图，免费量房出效果图。", "decoration_harassment"),
        ("先生您好，您名下有房，可以办低息经营贷，最高两百万，有资金需求吗？", "loan_harassment"),
    ],
)
def test_st1_the_house_brokers_decorators_lenders(text: str, kind: str) -> None:
    found = menshen.warn(text)
    assert found.verdict == "nuisance"
    assert scam.get(found.scams[0].id).kind == "harassment"
    assert kind in two(found)
    assert advised(found, "12321", "号码从哪里来", "1033")


def test_st2_the_broker_who_recommends_stocks() -> None:
    found = menshen.warn(
        [
            ("them", "您好，我是某证券公司的，您刚在我们这儿开了户，推荐您几只潜力股，内部消息。"),
            ("me", "不需要，你们天天打。"),
            ("them", "加个微信进群听老师讲课，下载我们的交易软件，稳赚不赔，入金三万就行。"),
        ]
    )
    assert found.verdict == "scam"
    assert found.scams[0].id == "stock_tip"
    assert "broker" in {claim.id for claim in found.claims_to_be}
    assert advised(found, "12386")


def test_st3_the_motorcycle_the_finance_bureau_the_teller_machine() -> None:
    listener = menshen.Listener()
    first = listener.hear(
        "them", "喂，我是财政局的，你上个月买的摩托车有补贴，一千五，今天最后一天。"
    )
    assert first.verdict in {"scam", "unsure"}
    listener.hear("me", "你口音不像本地的。")
    last = listener.hear("them", "快到取款机那里，插卡以后听我指挥，选英文界面，输激活码。")
    assert last.verdict == "scam"
    assert last.probability >= 0.98
    bureau = next(claim for claim in last.claims_to_be if claim.id == "finance_bureau")
    assert "atm" in bureau.against
    assert last.advice[0] == "停！不要在取款机上听电话操作。退卡，离开，找银行工作人员"
    assert two(last) == {"fake_subsidy", "atm_guided_transfer"}
    assert advised(last, "财政补贴直接打入", "银行工作人员")


def test_h2_daily_calls_are_a_nuisance_with_a_complaint_line() -> None:
    found = menshen.warn("您好，我们是装修公司，免费量房，您看周末方便吗？欢迎到店咨询。")
    assert found.verdict == "nuisance"
    assert advised(found, "12321", "民法典第1033条")


def test_p2_advice_for_lay_and_elderly_readers_is_short_and_plain() -> None:
    found = menshen.warn(PARCEL)
    assert all(len(step) <= 60 for step in found.advice)
    assert len(found.advice) <= 25
