"""The values every room speaks. Boxes are ``x, y, w, h`` integers in image pixels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

SCHEMA = 1
"""Version of every JSON document that leaves this package."""

Level = Literal["exact", "perceptual"]
Rendering = Literal["auto", "same", "cross"]
Reason = Literal["ignored", "rendering_noise", "antialiasing", "threshold"]
DefectKind = Literal["size_changed", "missing", "extra", "shifted", "changed"]
Status = Literal["matched", "differs", "new", "updated", "error"]


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height of a picture in pixels."""

    width: int
    height: int

    @property
    def area(self) -> int:
        """Number of pixels."""
        return self.width * self.height

    def common(self, other: Size) -> Size:
        """Return the size of the part, from the top left corner, that both pictures have."""
        return Size(min(self.width, other.width), min(self.height, other.height))

    def to_wire(self) -> list[int]:
        """Return ``[width, height]``."""
        return [self.width, self.height]

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


def pixels_in_either(one: Size, other: Size) -> int:
    """Return how many pixels two pictures laid on each other at the top left corner cover."""
    return one.area + other.area - one.common(other).area


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in image pixels: ``x, y`` its top left pixel, ``w, h`` its width and height."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        """First column to the right of the box."""
        return self.x + self.w

    @property
    def bottom(self) -> int:
        """First row below the box."""
        return self.y + self.h

    def grow(self, margin: int) -> Box:
        """Return the box with ``margin`` pixels more on every side."""
        return Box(self.x - margin, self.y - margin, self.w + 2 * margin, self.h + 2 * margin)

    def move(self, dx: int, dy: int) -> Box:
        """Return the box ``dx`` pixels further right and ``dy`` further down."""
        return Box(self.x + dx, self.y + dy, self.w, self.h)

    def meets(self, other: Box) -> bool:
        """Say whether the two have a pixel in common."""
        return (
            max(self.x, other.x) < min(self.right, other.right)
            and max(self.y, other.y) < min(self.bottom, other.bottom)
        )  # fmt: skip

    def contains(self, other: Box) -> bool:
        """Say whether the other lies in this one."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def clip(self, size: Size) -> Box:
        """Return the part inside a picture of this size; ``w`` or ``h`` is 0 if there is none."""
        x, y = min(max(self.x, 0), size.width), min(max(self.y, 0), size.height)
        right, bottom = min(max(self.right, x), size.width), min(max(self.bottom, y), size.height)
        return Box(x, y, right - x, bottom - y)

    def to_wire(self) -> list[int]:
        """Return ``[x, y, w, h]``."""
        return [self.x, self.y, self.w, self.h]

    def __str__(self) -> str:
        return f"({self.x}, {self.y}), {self.w}x{self.h}"


@dataclass(frozen=True, slots=True)
class Capture:
    """A picture of a source.

    Attributes
    ----------
    png : bytes
        The picture as a PNG file.
    size : Size
        Its size in pixels.
    scale : float
        Image pixels per CSS pixel (1.0 for anything that is not a page).
    environment : Mapping[str, str]
        What drew it: always ``source``; for a page also ``browser``, ``version``, ``platform``.
    """

    png: bytes
    size: Size
    scale: float
    environment: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a comparison is asked to look at.

    Attributes
    ----------
    level : {"exact", "perceptual"}
        ``exact``: any differing pixel counts; ``perceptual``: what a person would notice.
    ignore : tuple of Box
        Areas whose changes are reported as dismissed (reason ``ignored``).
    rendering : {"auto", "same", "cross"}
        Whether the two pictures count as drawn by one rendering; ``auto`` finds out.
    threshold : float or None
        Pixels whose colours are no further apart are dismissed (reason ``threshold``): 0..1, the
        share of the largest difference in YIQ, as Playwright and pixelmatch count it.
    """

    level: Level = "perceptual"
    ignore: tuple[Box, ...] = ()
    rendering: Rendering = "auto"
    threshold: float | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One comparison to make: two PNG files and the settings. All that ``compare`` may know.

    ``same_environment`` says whether both were drawn by one environment; None where that is not
    known.
    """

    baseline: bytes
    actual: bytes
    settings: Settings = Settings()
    same_environment: bool | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """An area in which pixels differ.

    Attributes
    ----------
    box : Box or None
        The smallest box around the differing pixels in the baseline; None for what only the actual
        picture has.
    box_after : Box or None
        The same in the actual picture; None for what only the baseline has.
    pixels : int
        How many pixels in it differ.
    max_difference : int
        The largest difference in any channel, in levels of 0..255.
    """

    box: Box | None
    box_after: Box | None
    pixels: int
    max_difference: int


@dataclass(frozen=True, slots=True)
class Shift:
    """A block that is the same in both pictures, elsewhere.

    Attributes
    ----------
    box : Box
        Its place in the baseline; what lies in it was compared in its new place.
    dx, dy : int
        How far it moved to the right and down.
    pixels : int
        How many pixels of the actual picture it accounts for.
    cause : int or None
        Which of the comparison's regions, an inserted or removed one, pushed it; None if nothing
        that was seen did.
    """

    box: Box
    dx: int
    dy: int
    pixels: int
    cause: int | None = None


@dataclass(frozen=True, slots=True)
class Dismissal:
    """Differing pixels that are no defect, and the reason."""

    reason: Reason
    box: Box
    pixels: int

    def to_wire(self) -> dict[str, object]:
        """Return the entry of ``dismissed`` in a comparison's JSON."""
        return {"reason": self.reason, "box": self.box.to_wire(), "pixels": self.pixels}


@dataclass(frozen=True, slots=True)
class Skipped:
    """A stage that did not run, and why."""

    stage: str
    reason: str

    def to_wire(self) -> dict[str, str]:
        """Return the entry of ``skipped`` in a comparison's JSON."""
        return {"stage": self.stage, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What ``compare`` measured; it holds no verdict.

    Attributes
    ----------
    identical : bool
        Whether every pixel is equal (and the sizes are).
    ssim : float or None
        Mean structural similarity of the common area in grey, -1..1; None where the common area is
        smaller than the 7x7 window.
    changed_pixels : int
        Pixels that differ at all, those that only one of the pictures has included.
    changed_ratio : float
        ``changed_pixels`` over the pixels that either picture has, 0..1.
    baseline_size, actual_size : Size
    cross_rendered : bool
        Whether the pictures were drawn by different renderings, so that the noise model applied.
    evidence : str
        What that rests on.
    regions : tuple of Region
        Where the change is real, in reading order.
    shifts : tuple of Shift
        Blocks that moved as one.
    dismissed : tuple of Dismissal
        Where the change is not real, and why. Every differing pixel of the common area is in one of
        the three.
    size_explained : bool
        Whether a changed size only follows from what moved.
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
    skipped: tuple[Skipped, ...] = ()

    @property
    def pixels_in_either(self) -> int:
        """Number of pixels that at least one of the pictures has."""
        return pixels_in_either(self.baseline_size, self.actual_size)


@dataclass(frozen=True, slots=True)
class Defect:
    """One change, said as a person would say it.

    ``box`` is its place in the baseline, ``box_after`` in the actual picture; None where it has
    none. ``pixels`` is how many pixels it explains. ``caused_by`` is the id of the defect that this
    one only follows from. ``dx, dy`` is how far a ``shifted`` block moved.
    """

    id: str
    kind: DefectKind
    box: Box | None
    box_after: Box | None
    pixels: int
    message: str
    caused_by: str | None = None
    dx: int | None = None
    dy: int | None = None

    def to_wire(self) -> dict[str, object]:
        """Return the entry of ``defects`` in a comparison's JSON."""
        entry: dict[str, object] = {
            "id": self.id,
            "kind": self.kind,
            "element": None,
            "box": self.box.to_wire() if self.box else None,
            "box_after": self.box_after.to_wire() if self.box_after else None,
            "caused_by": self.caused_by,
            "message": self.message,
        }
        if self.kind == "shifted":
            entry |= {"dx": self.dx, "dy": self.dy}
        return entry


@dataclass(frozen=True, slots=True)
class Policy:
    """How much change a user lets pass; nothing unless a limit is set, and all that are set hold.

    Attributes
    ----------
    max_diff_pixels : int or None
        Most pixels that the defects may add up to.
    max_diff_pixel_ratio : float or None
        The same as a share, 0..1, of the pixels that either picture has.
    min_ssim : float or None
        Least structural similarity, -1..1.
    max_shift : int or None
        Farthest that a block may have moved in either direction, in pixels; it is about shifts
        alone and lets no other defect pass.
    """

    max_diff_pixels: int | None = None
    max_diff_pixel_ratio: float | None = None
    min_ssim: float | None = None
    max_shift: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the pictures count as the same under a policy, with the defects it rests on.

    ``notes`` tell a reader what the defects alone do not: a limit that let them pass, or one that
    was broken.
    """

    passed: bool
    defects: tuple[Defect, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """A comparison, its verdict, how long the stages took (seconds), and where it ran."""

    comparison: Comparison
    verdict: Verdict
    timings: Mapping[str, float]
    executed_on: str

    def to_wire(self) -> dict[str, object]:
        """Return a comparison's JSON document, as ``visualdiff compare --json`` prints it."""
        comparison = self.comparison
        return {
            "schema": SCHEMA,
            "verdict": "pass" if self.verdict.passed else "fail",
            "identical": comparison.identical,
            "ssim": comparison.ssim,
            "changed_pixels": comparison.changed_pixels,
            "changed_ratio": comparison.changed_ratio,
            "size": {
                "baseline": comparison.baseline_size.to_wire(),
                "actual": comparison.actual_size.to_wire(),
            },
            "cross_rendered": comparison.cross_rendered,
            "rendering_evidence": comparison.evidence,
            "notes": list(self.verdict.notes),
            "defects": [defect.to_wire() for defect in self.verdict.defects],
            "dismissed": [dismissal.to_wire() for dismissal in comparison.dismissed],
            "skipped": [skipped.to_wire() for skipped in comparison.skipped],
            "coverage": {"elements": 0, "matched": 0, "ratio": None},
            "timings": dict(self.timings),
        }


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one check.

    Attributes
    ----------
    node_id : str
        The test, as pytest names it.
    name : str
        The check's name in that test.
    status : {"matched", "differs", "new", "updated", "error"}
    failed : bool
        Whether it fails its test.
    message : str
        What is wrong or was done, line by line, with what to do next; empty if all is well.
    accept : str or None
        The command that accepts the change.
    baseline, actual, diff : str or None
        Files, from pytest's root folder where they are below it.
    images : Mapping[str, str or None]
        ``baseline``, ``actual`` and ``diff`` as the report page links them, from its own folder.
    judgement : Judgement or None
        None where nothing was compared.
    """

    node_id: str
    name: str
    status: Status
    failed: bool
    message: str = ""
    accept: str | None = None
    baseline: str | None = None
    actual: str | None = None
    diff: str | None = None
    images: Mapping[str, str | None] = field(default_factory=dict)
    judgement: Judgement | None = None

    def to_wire(self) -> dict[str, object]:
        """Return the entry of ``results`` in ``results.json``; xdist's workers send it too."""
        comparison = self.judgement.to_wire() if self.judgement else None
        parts = comparison or {}
        return {
            "node_id": self.node_id,
            "name": self.name,
            "status": self.status,
            "message": self.message or None,
            "accept": self.accept,
            "baseline": self.baseline,
            "actual": self.actual,
            "diff": self.diff,
            "images": {name: self.images.get(name) for name in ("baseline", "actual", "diff")},
            "comparison": comparison,
            "defects": parts.get("defects", []),
            "dismissed": parts.get("dismissed", []),
            "skipped": parts.get("skipped", []),
            "coverage": parts.get("coverage"),
            "timings": parts.get("timings", {}),
            "executed_on": self.judgement.executed_on if self.judgement else "local",
        }
