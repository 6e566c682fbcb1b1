"""The hotline's own words, shared by every part: levels, categories, outcomes, roles."""

from enum import IntEnum, StrEnum


class Level(IntEnum):
    """How urgent a matter is; a smaller number is more urgent.

    `L1` 特急 is danger to life or body now or a crime against a child, `L2` 紧急 is a serious
    risk within days, `L3` 一般 needs handling, `L4` 咨询 is a question, a wish or an offer.
    """

    L1 = 1
    L2 = 2
    L3 = 3
    L4 = 4

    @property
    def urgent(self) -> bool:
        """Say whether the level runs on the wall clock, through nights and holidays."""
        return self <= Level.L2

    def raised_to(self, other: "Level") -> "Level":
        """Return the more urgent of the two: anything may raise a level, nothing here lowers."""
        return min(self, other)


class Category(StrEnum):
    """The sixteen kinds of matter; labels stand in the locales, policies in `config.yaml`."""

    ABU = "ABU"
    SEX = "SEX"
    MIS = "MIS"
    NOG = "NOG"
    PSY = "PSY"
    ACC = "ACC"
    HLT = "HLT"
    BUL = "BUL"
    GRD = "GRD"
    LIV = "LIV"
    EDU = "EDU"
    EXP = "EXP"
    BEH = "BEH"
    CAR = "CAR"
    ADV = "ADV"
    OTH = "OTH"


class Role(StrEnum):
    """What a member of staff may be, from the village up to the province.

    `AGENCY` is no member of the office but a contact of 公安, 教育 … who answers its calls.
    """

    VILLAGE_DIRECTOR = "village_director"
    TOWNSHIP_SUPERVISOR = "township_supervisor"
    AGENCY = "agency"
    OFFICER = "officer"
    LEAD = "lead"
    CITY_OFFICER = "city_officer"
    PROVINCE = "province"


class Tier(StrEnum):
    """The three tiers of a duty roster: 带班领导, 值班员, 备班."""

    LEAD = "lead"
    DUTY = "duty"
    BACKUP = "backup"


class Outcome(StrEnum):
    """How a referral ends; the order is the order of the buttons."""

    HANDLED = "handled"  # 查实已处置
    REFERRED = "referred"  # 已转有关部门
    SUPPORTED = "supported"  # 帮扶已落实
    UNFOUNDED = "unfounded"  # 不属实
    DUPLICATE = "duplicate"  # 重复
    UNREACHABLE = "unreachable"  # 无法联系
    OTHER = "other"  # 其他


class Who(StrEnum):
    """Whom a rung of a ladder calls; people are resolved when the rung fires."""

    HOLDER = "holder"
    DUTY = "duty"
    BACKUP = "backup"
    LEAD = "lead"
    CITY = "city"
    PROVINCE = "province"
