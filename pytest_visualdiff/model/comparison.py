"""A comparison to make, and its measurements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pytest_visualdiff.model.elements import Element, ElementKind, Inventory
from pytest_visualdiff.model.geometry import Box, Size, pixels_in_either
from pytest_visualdiff.model.ignore_rules import Rule

Level = Literal["exact", "perceptual", "layout"]
Rendering = Literal["auto", "same", "cross"]
Reason = Literal["ignored", "rendering_noise", "antialiasing", "threshold", "layout"]
ChangeKind = Literal[
    "missing", "extra", "moved", "resized", "text_changed", "style_changed", "state_changed",
    "shifted",
]  # fmt: skip

PIXEL_LIMIT = 100_000_000
"""Pixels of the largest picture that is decoded unless asked otherwise: 400 MB as BGRA."""

BYTE_LIMIT = 64 * 2**20
"""Bytes of the largest file that is decoded unless asked otherwise."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a comparison takes into account.

    Attributes
    ----------
    level : {"exact", "perceptual", "layout"}
        ``exact``: any differing pixel counts; ``perceptual``: what a person would notice;
        ``layout``: which elements are where.
    ignore : tuple of Box
        Areas of the actual picture whose changes are reported as dismissed (reason ``ignored``).
    rules : tuple of Rule
        Elements whose changes, or some of them, are reported as dismissed for the same reason.
    rendering : {"auto", "same", "cross"}
        Whether the two pictures count as drawn by one rendering; ``auto`` finds out.
    threshold : float or None
        Pixels whose colours are no further apart are dismissed (reason ``threshold``): 0..1, the
        share of the largest difference in YIQ, as Playwright and pixelmatch measure it.
    ocr_language : str
        Language of text in pictures, by tesseract's names: ``eng``, or several as ``eng+deu``.
    model : str
        What finds elements in pictures: ``auto``, the model that comes with the package; ``none``,
        no model; or the name of another one, which begins with the SHA-256 of its file.
    pixel_limit, byte_limit : int
        Pixels and bytes of the largest picture that is decoded.
    """

    level: Level = "perceptual"
    ignore: tuple[Box, ...] = ()
    rules: tuple[Rule, ...] = ()
    rendering: Rendering = "auto"
    threshold: float | None = None
    ocr_language: str = "eng"
    model: str = "auto"
    pixel_limit: int = PIXEL_LIMIT
    byte_limit: int = BYTE_LIMIT


@dataclass(frozen=True, slots=True)
class Job:
    """One comparison to make: two PNG files and the settings, all that ``compare`` may know.

    Attributes
    ----------
    baseline, actual : bytes
    settings : Settings
    same_environment : bool or None
        Whether one rendering drew both; False if another one is known to have drawn the baseline,
        and None if that is not known: then the pixels decide.
    elements_before, elements_after : Inventory or None
        The visible elements of the baseline and of the actual picture; None if not known.
    """

    baseline: bytes
    actual: bytes
    settings: Settings = Settings()
    same_environment: bool | None = None
    elements_before: Inventory | None = None
    elements_after: Inventory | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A change of an element, as the page itself or the pixels show.

    Attributes
    ----------
    kind : str
        One of `ChangeKind`. ``shifted`` are several elements that moved as one; ``before`` and
        ``after`` then enclose them.
    before, after : Element or None
        The element in the baseline and in the actual picture; None if it is not there.
    cause : str or None
        The id of the change that this one merely follows from.
    count : int
        Number of elements that changed.
    over : Element or None
        Another element, in the actual picture, over which it lies now and did not before.
    id : str
        Unique among the changes of a comparison, and the same in every run; empty for the change
        that a region or a dismissal carries.
    """

    kind: ChangeKind
    before: Element | None
    after: Element | None
    cause: str | None = None
    count: int = 1
    over: Element | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """An area in which pixels differ.

    Attributes
    ----------
    box : Box or None
        The smallest box around the differing pixels in the baseline; None for what only the actual
        picture has.
    box_after : Box or None
        The same in the actual picture; None for what only the baseline has. At least one of the
        two is there.
    pixels : int
        How many pixels in it differ.
    max_difference : int
        The largest difference in any channel, in levels of 0..255.
    element : Element or None
        The element that it is a part of, if known.
    change : Change or None
        The change of an element in it, if the pixels show one.
    cause : str or None
        The id of the region that this one merely follows from; that one follows from none.
    id : str
        Unique among the regions and shifts of a comparison, and the same in every run.
    """

    box: Box | None
    box_after: Box | None
    pixels: int
    max_difference: int
    element: Element | None = None
    change: Change | None = None
    cause: str | None = None
    id: str = ""

    @property
    def place(self) -> Box:
        """Where it is in the actual picture, or was in the baseline."""
        place = self.box_after or self.box
        assert place is not None  # noqa: S101 # see `box_after`
        return place


@dataclass(frozen=True, slots=True)
class Explained:
    """Differing pixels that a change of an element accounts for; ``change`` is its id."""

    change: str
    box: Box
    pixels: int


@dataclass(frozen=True, slots=True)
class Shift:
    """A block that moved without other changes.

    Attributes
    ----------
    box : Box
        Its place in the baseline; what lies in it was compared in its new place.
    dx, dy : int
        How far it moved to the right and down.
    pixels : int
        How many pixels of the actual picture it accounts for.
    cause : str or None
        The id of the inserted or removed region that pushed it; None if none is known.
    element : Element or None
        The element that moved, if it is one.
    id : str
        Unique among the regions and shifts of a comparison, and the same in every run.
    """

    box: Box
    dx: int
    dy: int
    pixels: int
    cause: str | None = None
    element: Element | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Dismissal:
    """Differing pixels that are no defect, and the reason.

    The reason is one of `Reason`, or ``explained_by:`` with the id of the defect that they belong
    to. ``change`` is the change of an element that is no defect for that reason, if there is one.
    """

    reason: str
    box: Box
    pixels: int
    change: Change | None = None

    def to_wire(self) -> dict[str, object]:
        """Return the entry of ``dismissed`` in a comparison's JSON."""
        entry: dict[str, object] = {
            "reason": self.reason,
            "box": self.box.to_wire(),
            "pixels": self.pixels,
        }
        if self.change:
            element = self.change.before or self.change.after
            named = element.to_name() if element and self.change.count == 1 else None
            entry |= {"kind": self.change.kind, "element": named}
        return entry


@dataclass(frozen=True, slots=True)
class Skipped:
    """A stage that did not run, and why."""

    stage: str
    reason: str

    def to_wire(self) -> dict[str, str]:
        """Return the entry of ``skipped`` in a comparison's JSON."""
        return {"stage": self.stage, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many elements of a kind the baseline has, and how many of them were found again."""

    kind: ElementKind
    elements: int
    matched: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """The measurements of ``compare``, without a verdict.

    Attributes
    ----------
    identical : bool
        Whether every pixel is equal (and the sizes are).
    ssim : float or None
        Mean structural similarity of the common area in grey, -1..1; None where the common area is
        smaller than the 7x7 window. If the sizes differ and something moved: of the actual picture
        and of the baseline with that in its new place.
    changed_pixels : int
        Pixels that differ at all, including those that only one of the pictures has. If the sizes
        differ and something moved, with that in its new place.
    changed_ratio : float
        ``changed_pixels`` over the pixels that either picture has, 0..1.
    baseline_size, actual_size : Size
    cross_rendered : bool
        Whether the pictures were drawn by different renderings, so that the noise model applied.
    evidence : str
        The evidence for that, in words.
    regions : tuple of Region
        Where the change is real, in reading order.
    shifts : tuple of Shift
        Blocks that moved as one.
    dismissed : tuple of Dismissal
        Where the change is not real, and why. Every differing pixel of the common area is in one of
        the three.
    size_explained : bool
        Whether a changed size merely follows from what moved.
    changes : tuple of Change
        Changes of the elements of the page; root causes first.
    explained : tuple of Explained
        Where pixels differ because of one of these.
    coverage : tuple of Coverage
        How many elements of each kind the baseline has, and how many of them were found again;
        empty if that is not known.
    skipped : tuple of Skipped
    """

    identical: bool
    ssim: float | None
    changed_pixels: int
    changed_ratio: float
    baseline_size: Size
    actual_size: Size
    cross_rendered: bool
    evidence: str = ""
    regions: tuple[Region, ...] = ()
    shifts: tuple[Shift, ...] = ()
    dismissed: tuple[Dismissal, ...] = ()
    size_explained: bool = False
    changes: tuple[Change, ...] = ()
    explained: tuple[Explained, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    @property
    def elements(self) -> int:
        """How many elements the baseline has, as far as is known."""
        return sum(kind.elements for kind in self.coverage)

    @property
    def matched(self) -> int:
        """How many of the baseline's elements were found again."""
        return sum(kind.matched for kind in self.coverage)

    @property
    def pixels_in_either(self) -> int:
        """Number of pixels that at least one of the pictures has."""
        return pixels_in_either(self.baseline_size, self.actual_size)
