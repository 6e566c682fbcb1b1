import gzip
import json

from bot.triage.build_gazetteer import build
from bot.triage.gazetteer import DATA_FILE


def test_building_again_gives_the_same_bytes() -> None:
    built = build()
    assert built == build()
    # The header's time stamp would differ from one second to the next.
    assert built[4:8] == bytes(4)


def test_the_committed_file_is_what_the_list_gives() -> None:
    # The bytes within are compared, because another zlib may compress them otherwise.
    assert gzip.decompress(DATA_FILE.read_bytes()) == gzip.decompress(build())


def test_the_file_says_where_it_comes_from_and_of_which_day_it_is() -> None:
    source = json.loads(gzip.decompress(DATA_FILE.read_bytes()))["source"]
    assert source["as_of"] == "2025-12-31"
    assert source["authority"]
    assert source["package"]
    assert source["licence"] == "MIT"
