"""Who writes at the same moment is read together; nobody is harmed by another's words."""

import asyncio
from collections.abc import Sequence

import pytest
from structlog.testing import capture_logs

from bot.triage.asked import Asked, EndsReader, NotReadable, ReaderEnded, ReaderFailed
from bot.triage.gathered import AT_ONCE, ENDING_AT_MOST, EXPECTED_AT_MOST, Gathered
from bot.triage.reading import Reading, Reason


def reading_of(text: str) -> Reading:
    return Reading(reasons=(Reason("test", text),))


class Reader:
    """Say of each text what it is; the first reading waits until it is let go."""

    def __init__(self) -> None:
        self.groups: list[list[str]] = []
        self.leave = asyncio.Event()
        self.is_there = True
        self.ails: str | None = None
        self.trouble: str | None = None

    def begin(self) -> None: ...

    async def there(self) -> None: ...

    async def read_together(self, asked: Sequence[Asked]) -> Sequence[Reading]:
        texts = [one.text for one in asked]
        self.groups.append(texts)
        await self.leave.wait()
        if "bad" in texts:
            raise NotReadable(*texts)
        if any(text.startswith("deadly") for text in texts):
            raise ReaderEnded
        if self.trouble is not None:
            raise ReaderFailed(self.trouble)
        return [reading_of(text) for text in texts]

    async def end(self) -> None: ...


@pytest.fixture
def reader() -> Reader:
    return Reader()


async def told(gathered: Gathered, text: str) -> str:
    return (await gathered.of(Asked(text))).reasons[0].words


async def test_who_comes_while_others_are_read_is_read_together_and_in_order(
    reader: Reader,
) -> None:
    gathered = Gathered(reader)
    first = asyncio.create_task(told(gathered, "alone"))
    while not reader.groups:
        await asyncio.sleep(0)
    texts = [f"text {n}" for n in range(AT_ONCE + 3)]
    later = [asyncio.create_task(told(gathered, text)) for text in texts]
    await asyncio.sleep(0)
    reader.leave.set()
    assert await first == "alone"
    assert await asyncio.gather(*later) == texts
    assert [len(group) for group in reader.groups] == [1, AT_ONCE, 3]


async def test_a_text_that_cannot_be_read_harms_nobody_and_is_not_written_down(
    reader: Reader,
) -> None:
    reader.leave.set()
    gathered = Gathered(reader)
    with capture_logs() as logs:
        bad, good = await asyncio.gather(
            told(gathered, "bad"), told(gathered, "good"), return_exceptions=True
        )
    assert isinstance(bad, NotReadable)
    assert good == "good"
    assert reader.groups == [["bad", "good"], ["bad"], ["good"]]
    assert logs == [{"event": "reading-again", "error": "NotReadable", "log_level": "warning"}]


async def test_who_writes_alone_is_read_again_where_the_reader_ended(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.leave.set()
    gathered = Gathered(reader)
    read = reader.read_together
    ends = [True, False]

    async def ending(asked: Sequence[Asked]) -> Sequence[Reading]:
        if ends.pop(0):
            raise NotReadable("ended")
        return await read(asked)

    monkeypatch.setattr(reader, "read_together", ending)
    assert await told(gathered, "alone") == "alone"


async def test_what_ends_the_reader_is_read_by_itself_and_then_never_again(
    reader: Reader,
) -> None:
    reader.leave.set()
    gathered = Gathered(reader)
    texts = ["deadly", "good", "deadly"]
    deadly, good, again = await asyncio.gather(
        *(told(gathered, text) for text in texts), return_exceptions=True
    )
    assert isinstance(deadly, EndsReader)
    assert isinstance(again, EndsReader)
    assert good == "good"
    assert reader.groups == [texts, ["deadly"], ["good"]]

    # Nobody waits for it any more, whoever says it and wherever they report from.
    reader.groups.clear()
    gathered.expect(Asked("deadly"))
    late, other = await asyncio.gather(
        gathered.of(Asked("deadly", ("320722",))), told(gathered, "other"), return_exceptions=True
    )
    assert isinstance(late, EndsReader)
    assert other == "other"
    assert reader.groups == [["other"]]


async def test_of_what_ends_the_reader_only_the_latest_is_remembered(reader: Reader) -> None:
    reader.leave.set()
    gathered = Gathered(reader)
    texts = [f"deadly {n}" for n in range(ENDING_AT_MOST + 1)]
    for text in (*texts, texts[-1]):
        with pytest.raises(EndsReader):
            await told(gathered, text)
    assert reader.groups.count([texts[-1]]) == 2
    reader.groups.clear()
    with pytest.raises(EndsReader):
        await told(gathered, texts[0])
    assert reader.groups == [[texts[0]], [texts[0]]]


async def test_where_there_is_no_reader_nobody_waits_once_more_by_themselves(
    reader: Reader,
) -> None:
    reader.leave.set()
    reader.trouble = "damaged"
    gathered = Gathered(reader)
    texts = ["one", "two"]
    said = await asyncio.gather(*(told(gathered, text) for text in texts), return_exceptions=True)
    assert [type(one) for one in said] == [ReaderFailed, ReaderFailed]
    assert reader.groups == [texts]


async def test_who_goes_away_meanwhile_takes_nothing_from_the_others(reader: Reader) -> None:
    gathered = Gathered(reader)
    gone, stays = (asyncio.create_task(told(gathered, text)) for text in ("gone", "stays"))
    while not reader.groups:
        await asyncio.sleep(0)
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    reader.leave.set()
    assert await stays == "stays"


async def test_who_went_away_before_their_turn_is_not_read(reader: Reader) -> None:
    gathered = Gathered(reader)
    first = asyncio.create_task(told(gathered, "first"))
    while not reader.groups:
        await asyncio.sleep(0)
    gone = asyncio.create_task(told(gathered, "gone"))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.wait([gone])
    reader.leave.set()
    await first
    assert await told(gathered, "later") == "later"
    assert reader.groups == [["first"], ["later"]]


async def test_who_is_told_too_little_is_read_again_and_waits_for_nothing(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.leave.set()
    gathered = Gathered(reader)
    read = reader.read_together

    async def short(asked: Sequence[Asked]) -> Sequence[Reading]:
        return (await read(asked))[:1]

    monkeypatch.setattr(reader, "read_together", short)
    texts = ["one", "two"]
    async with asyncio.timeout(60):
        assert await asyncio.gather(*(told(gathered, text) for text in texts)) == texts


async def test_a_text_that_was_expected_is_read_once(reader: Reader) -> None:
    reader.leave.set()
    gathered = Gathered(reader)
    gathered.expect(Asked("soon"))
    gathered.expect(Asked("soon"))
    assert await told(gathered, "soon") == "soon"
    assert reader.groups == [["soon"]]

    # Whoever says the same later is read as well, and so is who is known to be from elsewhere.
    await told(gathered, "soon")
    gathered.expect(Asked("soon"))
    await gathered.of(Asked("soon", ("320722",)))
    assert reader.groups == [["soon"], ["soon"], ["soon", "soon"]]


async def test_what_was_expected_and_cannot_be_read_is_told_to_who_asks(reader: Reader) -> None:
    reader.leave.set()
    gathered = Gathered(reader)
    gathered.expect(Asked("bad"))
    await told(gathered, "good")
    with pytest.raises(NotReadable):
        await told(gathered, "bad")


async def test_of_what_nobody_asks_for_only_the_latest_is_kept(reader: Reader) -> None:
    reader.leave.set()
    gathered = Gathered(reader)
    texts = ["x" * n for n in range(1, EXPECTED_AT_MOST + 2)]
    for text in texts:
        gathered.expect(Asked(text))
    await told(gathered, texts[-1])
    assert sum(map(len, reader.groups)) == len(texts)

    for text in texts[:-1]:
        await told(gathered, text)
    assert reader.groups[-1] == [texts[0]]
    assert sum(map(len, reader.groups)) == len(texts) + 1
