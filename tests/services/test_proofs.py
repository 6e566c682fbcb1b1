"""Number and code are seen in whatever people type, and nothing else is taken for them."""

import pytest

from bot.services.codes import CodeWords
from bot.services.offices import Offices, offices_of
from bot.services.proofs import Proof, Proofs
from bot.triage.gazetteer import Gazetteer
from tests.shipped import shipped_texts

NUMBER = "连东海-0001"
CODE = "太阳 月亮 星星 白云"
ENGLISH = "moon rain tree lamb"


@pytest.fixture(scope="module")
def proofs() -> Proofs:
    offices = Offices(offices_of(Gazetteer.load()), "320700")
    return Proofs(CodeWords(), offices, shipped_texts())


@pytest.mark.parametrize(
    "typed",
    [
        f"{NUMBER} {CODE}",
        "连东海0001太阳月亮星星白云",
        f"编号：连东海 — １\n暗语：{CODE}",
        f"／check{NUMBER}，太阳、月亮、星星、白云",
        f"帮我查一下，我的编号是{NUMBER}，暗语是{CODE}",
        f"{CODE} {NUMBER}",
        f"number {NUMBER}, code: {ENGLISH}",
        f"{NUMBER} code {ENGLISH}",
    ],
)
def test_number_and_code_are_found_however_they_are_typed(proofs: Proofs, typed: str) -> None:
    found = proofs.find(typed)
    assert found is not None
    codes, code = CodeWords(), ENGLISH if ENGLISH in typed else CODE
    assert (found.number, found.rest) == (NUMBER, "")
    assert codes.heard(found.code) == codes.heard(code)


@pytest.mark.parametrize(
    "typed",
    [
        f"{NUMBER} 太阳 月亮 星辰 白云",
        "连东海0001太阳月亮星辰白云",
        f"{NUMBER} 太阳 月亮 星星",
        f"{NUMBER} 太阳 月光 星辰 白云",
        f"{NUMBER} moon rain tree lamp lamb",
        f"0001 {CODE}",
    ],
)
def test_a_code_that_is_nearly_right_is_no_report(proofs: Proofs, typed: str) -> None:
    found = proofs.find(typed)
    assert found is not None
    assert found.rest in ("", f"{NUMBER} （***） lamb")


def test_the_number_of_a_city_counts_and_a_code_alone_has_none(proofs: Proofs) -> None:
    assert proofs.find(f"连-0003 {CODE}") == Proof("连-0003", CODE, "")
    assert proofs.find(CODE) == Proof("", CODE, "")


def test_whatever_else_was_typed_is_still_there_without_the_code(proofs: Proofs) -> None:
    found = proofs.find(f"{NUMBER} {CODE} 孩子今天又没上学")
    assert found == Proof(NUMBER, CODE, f"{NUMBER} （***） 孩子今天又没上学")


@pytest.mark.parametrize("key", ["received", "received-urgent", "draft-sent-for-you-taken"])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_of_the_copied_message_that_gave_them_nothing_is_left(
    proofs: Proofs, key: str, language: str
) -> None:
    code = CODE if language == "zh-CN" else ENGLISH
    text = shipped_texts()(key, language, number=NUMBER, code=code, due="今天 10:05")
    copied = text.replace("<b>", "").replace("</b>", "")
    assert proofs.find(copied) == Proof(NUMBER, code, "")
    more = proofs.find(f"{copied}\n他又打人了")
    assert more is not None
    assert more.rest == "他又打人了"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        NUMBER,
        f"东海县双店镇，孩子被打了，我的编号{NUMBER}",
        f"{NUMBER} 孩子晚上在学校门口哭",
        f"{NUMBER} 爸爸晚上在医院",
        f"{NUMBER} baby is back home",
        "他在学校吃了3个苹果香蕉西瓜桃子",
        "东海县双店镇三铺村，13岁，晚上一个人在学校、医院、车站",
    ],
)
def test_words_of_a_report_are_no_code(proofs: Proofs, typed: str) -> None:
    assert proofs.find(typed) is None


def test_a_number_alone_is_known_from_a_sentence_with_one(proofs: Proofs) -> None:
    assert proofs.is_number(f"编号是{NUMBER}")
    assert not proofs.is_number(f"{NUMBER} 孩子又没上学")
    assert not proofs.is_number("孩子3岁")
