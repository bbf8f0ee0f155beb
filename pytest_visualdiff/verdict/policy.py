"""From measurements to pass or fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pytest_visualdiff.model import Comparison, Defect, Policy, Verdict
from pytest_visualdiff.plural import plural
from pytest_visualdiff.verdict.defects import explained_pixels, find_defects


def judge(comparison: Comparison, policy: Policy) -> Verdict:
    """Return the verdict on a comparison.

    Only root causes decide: a defect with ``caused_by`` neither fails nor counts for a limit.
    Without a limit in the policy any other defect fails. With limits, defects pass if every limit
    that is set holds (so the strictest decides); ``max_shift`` applies only to shifts and lets
    nothing else pass. A changed size always fails, as in Playwright. ``min_coverage`` is different:
    it lets nothing pass, and if it is not reached the check fails in any case.
    """
    defects, explained = find_defects(comparison), explained_pixels(comparison)
    uncovered = list(_uncovered(comparison, policy))
    roots = [defect for defect in defects if defect.caused_by is None]
    if not roots:
        return Verdict(not uncovered, defects, tuple(uncovered), explained)
    shifts = [defect for defect in roots if defect.dx is not None]
    for_all = list(_limits(comparison, policy, roots))
    limits = [*_limit_of_shifts(policy, shifts), *for_all]
    broken = [*uncovered, *(limit.note for limit in limits if not limit.holds)]
    held = [limit.note for limit in limits if limit.holds]
    if held and not for_all and len(shifts) < len(roots):
        broken.append("max_shift lets nothing but shifts pass")
    if held and comparison.baseline_size != comparison.actual_size:
        broken.append("a limit lets no changed size pass")
    if broken or not held:
        return Verdict(False, defects, tuple(broken), explained)
    return Verdict(True, defects, tuple(held), explained)


def _uncovered(comparison: Comparison, policy: Policy) -> Iterator[str]:
    if (least := policy.min_coverage) is None:
        return
    matched, elements = comparison.matched, comparison.elements
    if not elements:
        yield f"no elements are known to match, and min_coverage={least}"
    elif matched / elements < least:
        share = f"{matched / elements:.1%}"
        of = f"{elements:,} {plural(elements, 'element')}"
        yield f"{matched:,} of {of} matched ({share}), below min_coverage={least}"


class _Limit(NamedTuple):
    """A limit that is set, whether it holds, and how to say so."""

    holds: bool
    note: str


def _limit(holds: bool, measured: str, limit: str) -> _Limit:
    return _Limit(holds, f"{measured}, {'within' if holds else 'beyond'} {limit}")


def _limit_of_shifts(policy: Policy, shifts: Sequence[Defect]) -> Iterator[_Limit]:
    if shifts and (most := policy.max_shift) is not None:
        farthest = max(max(abs(shift.dx or 0), abs(shift.dy or 0)) for shift in shifts)
        yield _limit(farthest <= most, f"moved by up to {farthest} px", f"max_shift={most}")


def _limits(comparison: Comparison, policy: Policy, defects: Sequence[Defect]) -> Iterator[_Limit]:
    pixels = sum(defect.pixels for defect in defects)
    if (most := policy.max_diff_pixels) is not None:
        yield _limit(
            pixels <= most,
            f"{pixels:,} differing {plural(pixels, 'pixel')}",
            f"max_diff_pixels={most}",
        )
    if (share := policy.max_diff_pixel_ratio) is not None:
        ratio = pixels / comparison.pixels_in_either
        measured = f"{ratio:.4%} of the pixels differ"
        yield _limit(ratio <= share, measured, f"max_diff_pixel_ratio={share}")
    if (least := policy.min_ssim) is not None:
        ssim = comparison.ssim
        measured = "the SSIM is undefined" if ssim is None else f"the SSIM is {ssim:.6f}"
        yield _limit(ssim is not None and ssim >= least, measured, f"min_ssim={least}")
