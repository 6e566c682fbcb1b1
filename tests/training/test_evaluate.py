from training.corpus import read_corpus
from training.evaluate import read_as_strangers


def test_every_example_is_read_by_a_model_that_knows_nothing_of_its_writer() -> None:
    few = [one for one in read_corpus() if one.writer in ("c", "g", "i")][::6]
    rows = list(read_as_strangers(few))
    assert [example for example, _, _ in rows] == few
    assert all(0 <= (judgement.gravity or 0) <= 1 for _, judgement, _ in rows)
    assert {len(judgement.suggestions) for _, judgement, _ in rows} == {3}
