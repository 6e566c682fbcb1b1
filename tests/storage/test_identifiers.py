from concurrent.futures import ThreadPoolExecutor

from storage.identifiers import TimeOrderedIds


def test_each_identifier_is_greater_than_the_one_before() -> None:
    ids = TimeOrderedIds()
    made = [ids() for _ in range(20_000)]

    assert made == sorted(set(made))
    assert 0 < made[0] <= made[-1] < 2**63


def test_threads_that_share_a_factory_never_get_one_identifier_twice() -> None:
    ids = TimeOrderedIds()
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: ids(), range(5_000)))

    assert len(set(made)) == 5_000
