"""From measurements to pass or fail."""

from __future__ import annotations

from pytest_visualdiff.defects import find_defects
from pytest_visualdiff.model import Comparison, Policy, Verdict


def judge(comparison: Comparison, policy: Policy) -> Verdict:
    """Return the verdict on a comparison.

    Without a limit in the policy any defect fails. With limits, defects pass if every limit that is
    set holds (so the strictest decides); a changed size fails all the same, as in Playwright.
    """
    defects = find_defects(comparison)
    if not defects:
        return Verdict(True, defects)
    held, broken = _limits(comparison, policy, sum(defect.pixels for defect in defects))
    if comparison.baseline_size != comparison.actual_size and held:
        broken.append("a limit lets no changed size pass")
    if broken or not held:
        return Verdict(False, defects, tuple(broken))
    return Verdict(True, defects, tuple(held))


def _limits(comparison: Comparison, policy: Policy, pixels: int) -> tuple[list[str], list[str]]:
    """Say of each limit that is set that it holds (first list) or is broken (second list)."""
    held: list[str] = []
    broken: list[str] = []

    def note(holds: bool, measured: str, limit: str) -> None:
        (held if holds else broken).append(f"{measured}, {'within' if holds else 'beyond'} {limit}")

    if (most := policy.max_diff_pixels) is not None:
        note(pixels <= most, f"{pixels:,} differing pixels", f"max_diff_pixels={most}")
    if (share := policy.max_diff_pixel_ratio) is not None:
        ratio = pixels / comparison.pixels_in_either
        note(ratio <= share, f"{ratio:.4%} of the pixels differ", f"max_diff_pixel_ratio={share}")
    if (least := policy.min_ssim) is not None:
        ssim = comparison.ssim
        measured = "the SSIM is undefined" if ssim is None else f"the SSIM is {ssim:.6f}"
        note(ssim is not None and ssim >= least, measured, f"min_ssim={least}")
    return held, broken
