"""The talk with reporters on PostgreSQL, as on SQLite."""

from collections.abc import Awaitable, Callable

import pytest

from storage.database import open_database
from storage.encryption import Vault
from tests.e2e import test_abuse as abuse
from tests.e2e import test_another_phone as phones
from tests.e2e import test_parked_forms as parked
from tests.e2e import test_parting as parting
from tests.e2e import test_reporters_stories as stories
from tests.e2e import test_safe_talk as safe
from tests.e2e.world import World, county


@pytest.mark.parametrize(
    "story",
    [
        stories.test_a_childs_phone_is_taken_by_whom_it_fears,
        stories.test_a_complaint_about_the_county_is_dealt_with_by_the_city,
        stories.test_a_teacher_reports_as_the_law_asks_and_can_show_it,
        safe.test_nothing_but_what_they_ask_is_sent_outside_a_reporters_hours,
        safe.test_messages_older_than_two_days_stay_and_the_rest_goes,
        abuse.test_a_marked_reporters_next_report_waits_quietly_and_is_not_lost,
        phones.test_words_and_answers_go_from_and_to_the_newest_phone_only,
        parting.test_both_go_on_each_with_its_own_words_and_reporters,
        parked.test_another_form_begun_puts_the_first_by_and_the_card_goes_on_with_it,
    ],
    ids=[
        "phone",
        "complaint",
        "teacher",
        "hours",
        "wipe",
        "abuse",
        "other-phone",
        "parting",
        "parked",
    ],
)
async def test_the_story_is_the_same_on_postgresql(
    migrated_postgres_url: str, vault: Vault, story: Callable[[World], Awaitable[None]]
) -> None:
    async with county(open_database(migrated_postgres_url, vault)) as world:
        await story(world)
