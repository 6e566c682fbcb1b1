import pytest

from bot.services.masking import masked


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("打我电话13912345678吧", "打我电话〔号码〕吧"),
        ("139 1234 5678，或者 0518-87651234", "〔号码〕，或者 〔号码〕"),
        ("电话一三九一二三四五六七八", "电话〔号码〕"),
        ("１３９１２３４５６７８", "〔号码〕"),
        ("身份证32072219800101123X，", "身份证〔号码〕，"),
        ("孩子6岁，欠了3000块，住5号楼", "孩子6岁，欠了3000块，住5号楼"),
        ("他名叫张小军，小名豆豆，", "他名叫〔姓名〕，小名〔姓名〕，"),
        ("我是李红，住东头", "我是〔姓名〕，住东头"),
        ("我是他奶奶，他爸打得他嗷嗷叫", "我是他奶奶，他爸打得他嗷嗷叫"),
    ],
)
def test_numbers_and_introduced_names_are_taken_out(words: str, expected: str) -> None:
    assert masked(words) == expected


def test_what_is_stored_of_a_person_is_taken_out_with_the_given_name() -> None:
    words = "李小红报的，小红住隔壁，电话8765，王大姐也知道"
    known = ["李小红 王大姐", "8765"]
    assert masked(words, known) == "〔姓名〕报的，〔姓名〕住隔壁，电话〔号码〕，〔姓名〕也知道"
