import numpy as np
from scipy.sparse import csr_array

from training.learn import TELLS_AT_LEAST, telling

CALM, GRAVE = 3, 1


def test_a_piece_that_tells_the_levels_apart_outweighs_one_that_all_have() -> None:
    # The columns: in every message, in the grave ones alone, in one of many.
    seen = csr_array(np.array([[1, 1, 0], [1, 1, 0], [1, 0, 1], [1, 0, 0]], float))
    everywhere, of_one_level, _ = telling(seen, [GRAVE, GRAVE, CALM, CALM])
    assert of_one_level > 2 * everywhere


def test_what_stands_with_all_alike_keeps_a_little_weight() -> None:
    seen = csr_array(np.ones((4, 2)))
    assert np.allclose(telling(seen, [GRAVE, CALM, GRAVE, CALM]), TELLS_AT_LEAST)
