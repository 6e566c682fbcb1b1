"""What a sentence means; apart, because those who only pass it on need not load numpy."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Meaning = npt.NDArray[np.float32]
else:
    Meaning = Any
