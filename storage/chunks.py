"""Values in portions: a statement that looks for thousands of them at once is slow to plan, or refused."""

from __future__ import annotations

from collections.abc import Collection, Iterator

MOST = 500


def chunks(values: Collection[str]) -> Iterator[list[str]]:
    """All values, in their order, in lists of up to 500."""
    listed = list(values)
    return (listed[start : start + MOST] for start in range(0, len(listed), MOST))
