"""Places beyond the province: which number to dial for their 12345, where that is certain."""

from collections.abc import Mapping

from bot.flows.dialogue import Ref

# Area codes of cities that people here speak of most: the capitals, and the neighbours. A whole
# province has none, except the four cities of provincial rank and Hainan.
AREA_CODES: Mapping[str, str] = {
    "北京": "010",
    "上海": "021",
    "天津": "022",
    "重庆": "023",
    "海南": "0898",
    "广州": "020",
    "沈阳": "024",
    "武汉": "027",
    "成都": "028",
    "西安": "029",
    "石家庄": "0311",
    "太原": "0351",
    "郑州": "0371",
    "大连": "0411",
    "长春": "0431",
    "哈尔滨": "0451",
    "呼和浩特": "0471",
    "济南": "0531",
    "青岛": "0532",
    "临沂": "0539",
    "枣庄": "0632",
    "日照": "0633",
    "济宁": "0537",
    "合肥": "0551",
    "蚌埠": "0552",
    "芜湖": "0553",
    "滁州": "0550",
    "马鞍山": "0555",
    "宿州": "0557",
    "阜阳": "0558",
    "淮北": "0561",
    "宣城": "0563",
    "杭州": "0571",
    "湖州": "0572",
    "嘉兴": "0573",
    "宁波": "0574",
    "绍兴": "0575",
    "台州": "0576",
    "温州": "0577",
    "金华": "0579",
    "福州": "0591",
    "厦门": "0592",
    "长沙": "0731",
    "深圳": "0755",
    "南宁": "0771",
    "南昌": "0791",
    "贵阳": "0851",
    "昆明": "0871",
    "拉萨": "0891",
    "兰州": "0931",
    "银川": "0951",
    "西宁": "0971",
    "乌鲁木齐": "0991",
}


def as_written(place: str, words: str) -> str:
    """Return the place with the city that the words name right behind its province: 安徽宿州."""
    for city in AREA_CODES:
        for behind in (f"{place}{city}", f"{place}省{city}"):
            if behind in words:
                return behind
    return place


def number_of_citizens_line(place: str) -> Ref:
    """Return the sentence that says how the 12345 of a place is dialled from here."""
    name = place.removesuffix("市").removesuffix("省")
    for city, code in AREA_CODES.items():
        if name == city or (len(name) > len(city) and name.endswith(city)):
            return Ref("dial-12345-with", {"number": f"{code}-12345"})
    return Ref("dial-12345-by-area-code")
