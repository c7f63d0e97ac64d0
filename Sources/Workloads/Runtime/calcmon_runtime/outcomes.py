"""How the items of a server ended."""

import mmap


class SharedOutcomes:
    """Counts of items by outcome, in memory that a server shares with its parent: they outlive the server."""

    NAMES = ("ok", "failed", "timeout")

    def __init__(self) -> None:
        self._counts = memoryview(mmap.mmap(-1, mmap.PAGESIZE)).cast("Q")

    def __getitem__(self, outcome: str) -> int:
        return self._counts[self.NAMES.index(outcome)]

    def __setitem__(self, outcome: str, count: int) -> None:
        self._counts[self.NAMES.index(outcome)] = count

    def total(self) -> int:
        """All of them."""
        return sum(self[outcome] for outcome in self.NAMES)
