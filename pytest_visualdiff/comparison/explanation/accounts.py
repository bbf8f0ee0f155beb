"""What differs, put down to the changes that explain it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pytest_visualdiff.comparison.explanation.areas import places_of
from pytest_visualdiff.comparison.explanation.exempt import Exemptions
from pytest_visualdiff.model import Box, Comparison, Dismissal, Explained, Size


class Accounts:
    """What differs, put down to changes that count and to those that do not."""

    def __init__(self, changes: Exemptions, dismissed: Sequence[Dismissal]) -> None:
        self.counting = changes.counting
        self.explained: list[Explained] = []
        self.dismissed = list(dismissed)
        self._changes = changes
        self._kept = {it.id: it for it in self.counting}
        self._pixels: Counter[str] = Counter()

    def attribute(self, change: str | None, box: Box, pixels: int) -> None:
        """Attribute pixels to a change, or to rendering noise.

        Parameters
        ----------
        change : str or None
            Id of one of all changes; None for rendering noise.
        box : Box
            Where the pixels are.
        pixels : int
            How many differ there.
        """
        if change is None:
            self.dismissed.append(Dismissal("rendering_noise", box, pixels))
        elif change in self._kept:
            root = self._kept[change].cause or change
            self.explained.append(Explained(root, box, pixels))
        else:
            self._pixels[change] += pixels

    def explain_size(self, comparison: Comparison) -> bool:
        """Return whether a changed size is explained; dismiss what of it does not count."""
        before, after = comparison.baseline_size, comparison.actual_size
        whole = Box(0, 0, before.width, before.height)
        by = after.width - before.width, after.height - before.height
        reason = self._changes.reason_of_push(whole, *by) if any(by) else None
        if reason:
            parts = _beyond(before, after)
            self.dismissed += [Dismissal(reason, part, part.area) for part in parts]
        return comparison.size_explained or reason is not None

    def all_dismissed(self) -> Iterator[Dismissal]:
        """Yield what was dismissed, changes that do not count at the end."""
        yield from self.dismissed
        for change in self._changes.changes:
            if reason := self._changes.reasons.get(change.id):
                yield Dismissal(reason, places_of(change)[-1], self._pixels[change.id], change)


def _beyond(before: Size, after: Size) -> Iterator[Box]:
    """Yield the parts, right and below, that only one of two pictures has."""
    common = before.common(after)
    for size in (before, after):
        if size.width > common.width:
            yield Box(common.width, 0, size.width - common.width, size.height)
        if size.height > common.height:
            yield Box(0, common.height, common.width, size.height - common.height)
