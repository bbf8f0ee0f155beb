"""Whether the picture is larger or smaller because of what became of its elements.

A change explains a changed size as far as it makes room, or frees it: a banner of 40 px explains a
page that is 40 px taller, and not one that is 300 px taller. So does a change because of which what
ends last ends as much further on as the picture does.

It fails where a page has a margin that comes and goes with something: then the size is a defect of
its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pytest_visualdiff.comparison.elements.pairs import Correspondences
from pytest_visualdiff.comparison.explanation.carried import ROUNDED_ENDS
from pytest_visualdiff.comparison.explanation.pushes import push_of, pushed
from pytest_visualdiff.model import Box, Change, Element, Size


def explains_size(
    changes: Sequence[Change],
    known: Correspondences,
    mover: Callable[[Element], str | None],
    sizes: tuple[Size, Size],
) -> bool:
    """Return whether changes of elements explain a changed size of the picture, in both directions.

    A size that has not changed needs no explanation: that is False.

    Parameters
    ----------
    changes : sequence of Change
        Those that count.
    known : Correspondences
        The elements of both pictures.
    mover : callable
        Told an element of the baseline, the id of the change that put it where it is.
    sizes : tuple of Size
        Of the baseline and of the actual picture, in pixels.
    """
    wider, taller = sizes[1].width - sizes[0].width, sizes[1].height - sizes[0].height
    pushes = [push for it in changes if (push := push_of(it, known.before, known.after))]
    counting = {it.id for it in changes}
    places = [(known.before[one], known.after[other]) for one, other in known.pairs.items()]

    def last_moved(by: int, ends: list[int], ends_after: list[int]) -> bool:
        """Return whether a last element moved with the picture's end, for a change that counts.

        Parameters
        ----------
        by : int
            Pixels by which the end moved.
        ends, ends_after : list of int
            Where the elements end in the baseline and in the actual picture.
        """
        last = max(ends, default=0)
        return any(
            end >= last - ROUNDED_ENDS
            and abs(now - end - by) <= ROUNDED_ENDS
            and mover(element) in counting
            for (element, _), end, now in zip(places, ends, ends_after, strict=True)
        )

    whole = Box(0, 0, sizes[0].width, sizes[0].height)
    across = [one.box.right for one, _ in places], [other.box.right for _, other in places]
    down = [one.box.bottom for one, _ in places], [other.box.bottom for _, other in places]
    if not (wider or taller):
        return False
    return (not wider or pushed(whole, wider, 0, pushes) or last_moved(wider, *across)) and (
        not taller or pushed(whole, 0, taller, pushes) or last_moved(taller, *down)
    )
