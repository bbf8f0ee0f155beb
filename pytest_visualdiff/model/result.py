"""Defects, the verdict that they lead to, and the result of a check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from pytest_visualdiff.model.comparison import Comparison, Dismissal
from pytest_visualdiff.model.elements import Element
from pytest_visualdiff.model.geometry import Box

SCHEMA = 1
"""Version of every JSON document that leaves this package."""

DefectKind = Literal[
    "missing", "extra", "moved", "resized", "text_changed", "style_changed", "state_changed",
    "image_changed", "shifted", "size_changed", "changed",
]  # fmt: skip
Status = Literal["matched", "differs", "new", "updated", "error"]


class Parts(NamedTuple):
    """A text in three parts: what differs from another text, and what precedes and follows it."""

    head: str
    differs: str
    tail: str


@dataclass(frozen=True, slots=True)
class Defect:
    """One change, in words for a person.

    ``box`` is its place in the baseline, ``box_after`` in the actual picture; None where it has
    none. ``pixels`` is how many pixels it explains. ``caused_by`` is the id of the defect that this
    one merely follows from. ``dx, dy`` is how far a ``shifted`` block moved. ``element`` is the
    element that it concerns, if known. ``texts`` are the old and the new text of ``text_changed``.
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
    element: Element | None = None
    texts: tuple[Parts, Parts] | None = None

    def to_wire(self) -> dict[str, object]:
        """Return the entry of ``defects`` in a comparison's JSON."""
        entry: dict[str, object] = {
            "id": self.id,
            "kind": self.kind,
            "element": self.element and self.element.to_name(),
            "box": self.box.to_wire() if self.box else None,
            "box_after": self.box_after.to_wire() if self.box_after else None,
            "caused_by": self.caused_by,
            "message": self.message,
        }
        if self.texts:
            before, after = self.texts
            entry["text"] = {"before": list(before), "after": list(after)}
        if self.kind == "shifted":
            entry |= {"dx": self.dx, "dy": self.dy}
        return entry


@dataclass(frozen=True, slots=True)
class Unstable:
    """A difference between two successive pictures of one source.

    Attributes
    ----------
    kind : str
        How it differs, as one of `DefectKind`.
    box : Box or None
        Where it is in the later picture; None for the size of the whole.
    message : str
        The change in words for a person.
    element : Element or None
        The element that changed, if known.
    suggestion : str
        The option of a check that ignores it.
    """

    kind: DefectKind
    box: Box | None
    message: str
    element: Element | None
    suggestion: str

    def to_wire(self) -> dict[str, object]:
        """Return the entry of ``unstable`` in a comparison's JSON."""
        return {
            "kind": self.kind,
            "element": self.element and self.element.to_name(),
            "box": self.box and self.box.to_wire(),
            "message": self.message,
            "suggestion": self.suggestion,
        }


@dataclass(frozen=True, slots=True)
class Policy:
    """How much change a user lets pass: none without a limit, and every limit that is set applies.

    Attributes
    ----------
    max_diff_pixels : int or None
        Most pixels that the defects may add up to.
    max_diff_pixel_ratio : float or None
        The same as a share, 0..1, of the pixels that either picture has.
    min_ssim : float or None
        Least structural similarity, -1..1.
    max_shift : int or None
        Farthest that a block may have moved in either direction, in pixels; it applies only to
        shifts and lets no other defect pass.
    min_coverage : float or None
        Least share, 0..1, of the baseline's elements that are found again. Unlike the others it
        lets nothing pass: below it, a check fails even without a defect.
    """

    max_diff_pixels: int | None = None
    max_diff_pixel_ratio: float | None = None
    min_ssim: float | None = None
    max_shift: int | None = None
    min_coverage: float | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the pictures count as the same under a policy, and the defects that decide it.

    ``notes`` add what the defects alone do not show: a limit that let them pass, or one that was
    exceeded. ``explained`` are the differing pixels that a defect of an element accounts for.
    ``unstable`` is what differs between successive pictures of the source: it does not pass, and is
    not a defect of the change either.
    """

    passed: bool
    defects: tuple[Defect, ...]
    notes: tuple[str, ...] = ()
    explained: tuple[Dismissal, ...] = ()
    unstable: tuple[Unstable, ...] = ()


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
            "unstable": [area.to_wire() for area in self.verdict.unstable],
            "dismissed": [
                dismissal.to_wire()
                for dismissal in (*comparison.dismissed, *self.verdict.explained)
            ],
            "skipped": [skipped.to_wire() for skipped in comparison.skipped],
            "coverage": {
                "elements": comparison.elements,
                "matched": comparison.matched,
                "ratio": comparison.matched / comparison.elements if comparison.elements else None,
                "kinds": {
                    it.kind: {"elements": it.elements, "matched": it.matched}
                    for it in comparison.coverage
                },
            },
            "timings": dict(self.timings),
        }


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one check.

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
        What is wrong or was done, line by line, and what to do next; empty if all is well.
    accept : str or None
        The command that accepts the change.
    baseline, actual, diff : str or None
        Files, from pytest's root folder where they are below it.
    images : Mapping[str, str or None]
        ``baseline``, ``actual`` and ``diff`` as the report page links them, from its own folder.
    judgement : Judgement or None
        None if nothing was compared.
    redrawn : str or None
        How the baseline was rendered differently, if that may be the only difference; else None.
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
    redrawn: str | None = None

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
            "redrawn": self.redrawn,
        }
