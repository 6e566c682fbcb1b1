"""What a process that a test starts is told besides, so that `make coverage` looks into it too."""

import os
from collections.abc import Mapping


def measured() -> Mapping[str, str]:
    """Return the variables by which coverage is measured; none where it is not."""
    return {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
