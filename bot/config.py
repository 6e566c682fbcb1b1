"""The hotline's policies, read from `config.yaml`, refused with place, value and remedy.

Everything here is frozen. What a county decides is in the file; the code has no organisation's
name, no telephone number and no number of minutes of its own.
"""

from collections.abc import Mapping, Sequence
from datetime import time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, ValidationError, model_validator

from bot.casework_policy import CaseworkPolicy
from bot.durations import Span, WallSpan
from bot.ladders import Ladder, LevelPolicy
from bot.section import LevelName, Section
from bot.terms import Category, Level
from bot.yaml_file import ConfigurationProblems, load_yaml, plain, problems

LONGEST_BUSY = timedelta(seconds=10)
LONGEST_STUCK = timedelta(seconds=50)


class CategoryPolicy(Section):
    """How urgent a category is, and which agencies lead and help."""

    level: LevelName
    lead: tuple[str, ...] = ()
    help: tuple[str, ...] = ()
    restricted: bool = False


class DialoguePolicy(Section):
    """How patient the dialogue is."""

    reminder_after: WallSpan
    unsent_after: WallSpan = timedelta(hours=1)
    urgent_after: WallSpan
    additions_default_after: WallSpan
    answers_go_on_for: WallSpan = timedelta(minutes=30)
    forms_expire_after: WallSpan
    visits_expire_after: WallSpan = timedelta(hours=12)
    flood_per_minute: int = Field(ge=5, le=200)
    reports_per_hour_at_once: int = Field(default=6, ge=1, le=1000)
    reports_per_minute_at_once: int = Field(default=120, ge=1, le=100_000)


class InvitePolicy(Section):
    """How long an invitation opens."""

    expire: Span


class DutyPolicy(Section):
    """How duty rosters are watched, and how soon a shift change is to be signed.

    `look_ahead` is how far holes are looked for, each `morning` (an hour such as 08:00); those
    within `urgent_within` are told at once.
    """

    check_in: WallSpan = timedelta(minutes=15)
    look_ahead: WallSpan = timedelta(days=14)
    urgent_within: WallSpan = timedelta(hours=24)
    morning: time = time(8)

    @model_validator(mode="after")
    def _leaves_time(self) -> Self:
        for name in ("check_in", "look_ahead", "urgent_within"):
            if getattr(self, name) <= timedelta():
                raise ValueError(f"{name} must be longer than nothing")
        return self


class SenderPolicy(Section):
    """How fast messages may leave, and what is done with those that perhaps did."""

    per_second: float = Field(gt=0, le=1000)
    per_chat_per_second: float = Field(gt=0, le=1000)
    burst_per_chat: int = Field(ge=1, le=1000)
    per_group_per_minute: float = Field(default=20.0, gt=0, le=60_000)
    lease: WallSpan
    uncertain_after: WallSpan


class InboxPolicy(Section):
    """How often an update that fails is tried again, and how long a process may work on one.

    After `lease` another process takes an update over; only `weibao run --webhook` has leases.
    """

    attempts: int = Field(ge=1, le=20)
    lease: WallSpan = timedelta(seconds=30)


def _soon(span: timedelta) -> timedelta:
    if not timedelta(seconds=1) <= span <= LONGEST_STUCK:
        raise ValueError("write 1s to 50s: within a minute a new process must be there")
    return span


def _brief(span: timedelta) -> timedelta:
    if not timedelta(seconds=1) <= span <= LONGEST_BUSY:
        raise ValueError("write 1s to 10s: a tick must be able to wait for it")
    return span


class StoragePolicy(Section):
    """How patient the database is."""

    busy_timeout: Annotated[WallSpan, AfterValidator(_brief)]


class WatchingPolicy(Section):
    """How the bot watches itself, and who hears of what it finds."""

    stuck_after: Annotated[WallSpan, AfterValidator(_soon)]
    late_after: WallSpan
    offices: tuple[Annotated[str, Field(pattern=r"^\d{6}$")], ...] = Field(min_length=1)
    port: int | None = Field(ge=1, le=65_535)
    unwell_after: WallSpan
    disk_free_megabytes: int = Field(ge=0)


class AttachmentPolicy(Section):
    """Where files are kept that people send, and which: by what is in them, not by their name.

    `folder` counts from the configuration's. Telegram gives a bot no file above 20 megabytes.
    """

    folder: str = Field(default="attachments", min_length=1)
    megabytes: int = Field(default=20, ge=1, le=20)
    types: tuple[str, ...] = (
        "image/jpeg",
        "image/png",
        "image/webp",
        "image/gif",
        "audio/ogg",
        "application/ogg",
        "audio/mpeg",
        "audio/mp4",
        "audio/amr",
        "video/mp4",
        "video/quicktime",
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    )


class RetentionPolicy(Section):
    """How long what is kept is kept, by months of the calendar or days; daily at `hour` it goes.

    Cases count from their closing. An open case never expires. Files and words that were sent to
    staff are taken off their phones after `phones_hours`: Telegram lets a bot do so for 48.
    """

    closed_case_months: int = Field(default=36, ge=1, le=600)
    attachments_months: int = Field(default=24, ge=1, le=600)
    corrections_months: int = Field(default=24, ge=1, le=600)
    inbox_days: int = Field(default=30, ge=2, le=3650)
    outbox_days: int = Field(default=90, ge=2, le=3650)
    dialogues_days: int = Field(default=180, ge=2, le=3650)
    parked_forms_days: int = Field(default=7, ge=1, le=180)
    invites_days: int = Field(default=30, ge=2, le=3650)
    phones_hours: int = Field(default=44, ge=1, le=46)
    hour: time = time(3)


class Province(Section):
    """Which office takes reports whose place is not known yet."""

    unplaced_office: str = Field(pattern=r"^\d{6}$")


Telephone = Annotated[str, Field(pattern=r"^\+?[0-9][0-9 -]{1,18}$")]


class EmergencyNumbers(Section):
    """Whom to call where life is in danger; the texts name them."""

    police: Telephone
    ambulance: Telephone
    fire: Telephone


class HelpLines(Section):
    """Whom to call with what is not for this hotline, or not for it alone; the texts name them."""

    citizens: Telephone
    youth: Telephone
    women: Telephone
    law: Telephone
    mind: Telephone


def hours_of(span: str) -> tuple[time, time]:
    """Return when a span of a day begins and ends.

    Raises:
        ValueError: an hour of it is none that a day has.
    """
    begin, end = (time.fromisoformat(hour) for hour in span.split("-"))
    return begin, end


def _within_a_day(span: str) -> str:
    try:
        begin, end = hours_of(span)
    except ValueError as error:
        raise ValueError("write two times from 00:00 to 23:59, such as 09:00-12:00") from error
    if begin >= end:
        raise ValueError("it must begin before it ends, on the same day; write 09:00-12:00")
    return span


DaySpan = Annotated[str, Field(pattern=r"^\d\d:\d\d-\d\d:\d\d$"), AfterValidator(_within_a_day)]


class WorkingHours(Section):
    """The spans of a working day, such as `09:00-12:00`, in order and apart."""

    spans: tuple[DaySpan, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, value: object) -> object:
        return {"spans": value} if isinstance(value, list | tuple) else value

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for earlier, later in pairwise(self.spans):
            if hours_of(later)[0] < hours_of(earlier)[1]:
                raise ValueError(f"{later} begins before {earlier} is over; put them in order")
        return self


class ZonePolicy(Section):
    """How else a development zone is called, and the codes of the counties in which it lies."""

    names: tuple[Annotated[str, Field(min_length=2)], ...] = ()
    counties: tuple[Annotated[str, Field(pattern=r"^\d{6}$")], ...] = Field(min_length=1)


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("name a zone of the tz database, such as Asia/Shanghai") from error
    return name


class Config(Section):
    """All policies of the installation."""

    timezone: Annotated[str, AfterValidator(_zone)]
    working_hours: WorkingHours
    province: Province
    emergency_numbers: EmergencyNumbers
    help_lines: HelpLines
    categories: Mapping[Category, CategoryPolicy]
    levels: Mapping[LevelName, LevelPolicy]
    ladders: Mapping[LevelName, Ladder]
    chase: Mapping[LevelName, Ladder]
    dialogue: DialoguePolicy
    invites: InvitePolicy
    casework: CaseworkPolicy
    sender: SenderPolicy
    inbox: InboxPolicy
    storage: StoragePolicy
    watching: WatchingPolicy
    duty: DutyPolicy = DutyPolicy()
    retention: RetentionPolicy = RetentionPolicy()
    attachments: AttachmentPolicy = AttachmentPolicy()
    zones: Mapping[str, ZonePolicy] = {}

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for name in ("levels", "ladders", "chase"):
            missing = [level.name for level in Level if level not in getattr(self, name)]
            if missing:
                raise ValueError(f"{name} has nothing for {', '.join(missing)}; add it")
        missing_categories = [one.value for one in Category if one not in self.categories]
        if missing_categories:
            raise ValueError(f"categories has nothing for {', '.join(missing_categories)}; add it")
        self._urgent_runs_on_the_wall()
        self._first_rungs_keep_the_promise()
        return self

    def shared_by(self, processes: int) -> Self:
        """Return the policies of one of several processes: its share of Telegram's pace."""
        share = {"per_second": self.sender.per_second / processes}
        return self.model_copy(update={"sender": self.sender.model_copy(update=share)})

    def _urgent_runs_on_the_wall(self) -> None:
        for level in (Level.L1, Level.L2):
            policy = self.levels[level]
            spans = [policy.acknowledge, policy.contact, policy.visit, policy.close]
            spans += [rung.wait for rung in self.ladders[level].rungs + self.chase[level].rungs]
            for span in spans:
                if span is not None and span.is_working:
                    raise ValueError(
                        f"{level.name} runs through nights and holidays: {span} counts working "
                        "time; use s, m, h or d"
                    )

    def _first_rungs_keep_the_promise(self) -> None:
        for level, ladder in self.ladders.items():
            wait, promise = ladder.rungs[0].wait.wall, self.levels[level].acknowledge.wall
            if wait is not None and promise is not None and wait > promise:
                raise ValueError(
                    f"the first rung of {level.name} waits {ladder.rungs[0].wait}, longer than "
                    f"the promised {self.levels[level].acknowledge}; make it shorter"
                )

    def counties_of_zones(self) -> Mapping[str, Sequence[str]]:
        """Return for every way to write a zone the codes of its counties."""
        return {
            name: zone.counties
            for official, zone in self.zones.items()
            for name in (official, *zone.names)
        }

    def numbers(self) -> Mapping[str, str]:
        """Return whom to call, by the names under which the texts know them."""
        return {**self.emergency_numbers.model_dump(), **self.help_lines.model_dump()}

    def default_levels(self) -> Mapping[Category, Level]:
        """Return how urgent each category is when nothing more is known."""
        return {category: policy.level for category, policy in self.categories.items()}


def load_config(path: Path) -> Config:
    """Read the configuration.

    Raises:
        ConfigurationProblems: something in it cannot be served; all of it is named at once.
    """
    document = load_yaml(path)
    try:
        return Config.model_validate(plain(document))
    except ValidationError as error:
        raise ConfigurationProblems(list(problems(error, document, path))) from None
