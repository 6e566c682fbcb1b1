"""Cuts the font of the pictures out of Noto Sans SC; a development tool, run by `make font`.

Kept are the signs of GB 2312, of every place and text of the project, and some that names have
beyond them. Where a picture would need another sign, a text is sent instead.
"""

import io
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from bot.triage.gazetteer import Gazetteer
from bot.views.texts import LOCALES

TARGET = Path(__file__).parent / "data" / "roster.ttf"
LICENCE = TARGET.with_name("roster-font-OFL.txt")
# Signs of names that GB 2312 of 1980 does not have.
OF_NAMES = (
    "喆堃珺玥昇燊淼犇骉赟彧曌旻旸昉昀昕烜煊焜玙琎琰琪瑄瑀璟璠璐珮珂珣珩琇琨瑭璘婳婧姝姣嫄媛媞"
    "妍祎祺禛禹翀翊翯翾胤芃芊茜莜菡萱蔚薇藜蘅邡郗郇鄢闫阚佟佘俣倞偲僖冼劼勍卞厍咏啸嘉垚塬墉"
    "奕孖孛宓宸寰屹岍岚峤崟嵘嵩帧庹弢弨彬徕忞恺惇愫懋戬扆扬揆旼晗晞晟晔晙暄暐曈朐杉杲枞栎栩桢"
    "梓棣棪椋楙楠榕樾橙欣毓沄沐沛泓洺浛浠浥涵淏淑淳渝溁溥滢漪澄澍濛灏炅炜炫烔烨焓焱熠熹爰玖玟"
    "玮珏珞珺琛琬琳瑜瑞瑷璇瓒畅皓盈睿矗砚碧祯秭竑竣笙筠箐箬篪緈纭绎绮缜缪罡羿聿芮芸苒苡茗荀荣荻"
    "莘莹菁葳蓓蓥蔺蕙蕤虔蜜裎裴詹诏谌谞谭豫赋赓越轩辰迦逄逯郅酆醍钊钜钰铄铠锟锴镕镭闳阗霁霏霖霓"
    "韫韬頔顼颀颉飏馥骁骅骏骞鲲鲷鸾鸿鹂鹄麓黎黛鼐齐龑㛃㻏䶮𬭚𬭛𫖮𬱟𫍯𫖯𬍛"
)


def main(archive: Path) -> None:
    """Write the font and its licence from the package's archive."""
    TARGET.parent.mkdir(exist_ok=True)
    with tarfile.open(archive) as package:
        font = TTFont(io.BytesIO(_read(package, "package/400Regular/NotoSansSC_400Regular.ttf")))
        LICENCE.write_bytes(_read(package, "package/LICENSE_FONT"))
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(set(_signs())))
    cutter.subset(font)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(TARGET)


def _read(package: tarfile.TarFile, name: str) -> bytes:
    found = package.extractfile(name)
    if found is None:
        raise FileNotFoundError(name)
    return found.read()


def _signs() -> Iterator[int]:
    yield from range(0x20, 0x7F)
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            yield from map(ord, bytes((row, cell)).decode("gb2312", "ignore"))
    yield from map(ord, OF_NAMES)
    gazetteer = Gazetteer.load()
    for city in gazetteer.cities:
        for county in gazetteer.counties_of(city.code):
            yield from map(ord, f"{city.name}{county.name}")
    for path in LOCALES.glob("*/*.ftl"):
        yield from map(ord, path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
