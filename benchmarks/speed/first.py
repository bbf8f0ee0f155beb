"""Print how much longer the first comparison of a process takes than the second, in ms.

Nothing is imported here that a comparison would import by itself: that is what is measured.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from pytest_visualdiff.comparison import compare
from pytest_visualdiff.detection.select import InstalledTools
from pytest_visualdiff.model import Job


def main() -> None:
    """Compare the two files of the command line, twice."""
    baseline, actual = (Path(path).read_bytes() for path in sys.argv[1:])
    tools = InstalledTools()
    took = []
    for _ in range(2):
        start = time.perf_counter()
        compare(Job(baseline, actual), tools)
        took.append(time.perf_counter() - start)
    print(1000 * (took[0] - took[1]))


if __name__ == "__main__":
    main()
