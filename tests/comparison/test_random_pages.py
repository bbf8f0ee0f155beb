"""A real page to which anything happens: all that differs is in something that is reported."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pytest

from pytest_visualdiff.capture import CaptureOptions, capture
from pytest_visualdiff.imaging.picture_pair import decode_pair
from pytest_visualdiff.model import Box, Capture, Comparison, Job, Judgement, Policy, Settings
from pytest_visualdiff.verdict.policy import judge
from tests.support.tools import compare

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROWS = "".join(
    f"<tr><td>{name}</td><td>{number:,}</td><td><span class=pill>{state}</span></td></tr>"
    for name, number, state in (
        ("Lisbon", 41_410, "Open"), ("Porto", 7_300, "Paid"), ("Braga", 12_095, "Open"),
        ("Faro", 980, "Late"), ("Sintra", 15_770, "Paid"),
    )
)  # fmt: skip
PAGE = f"""
<style>
  body {{ margin: 0; font: 15px Arial, sans-serif; color: #223 }}
  header {{ background: #24405c; color: #fff; padding: 12px 16px }}
  .both {{ display: flex; gap: 16px; padding: 16px }}
  aside {{ width: 150px; background: #f1f4f8; padding: 12px }}
  main {{ flex: 1 }}
  .card {{ border: 1px solid #cdd5df; border-radius: 6px; padding: 12px; margin-bottom: 12px }}
  .pill {{ background: #dbeafe; border-radius: 8px; padding: 1px 8px; font-size: 12px }}
  td {{ padding: 4px 24px 4px 0 }}
  button {{ background: #1a56c4; color: #fff; border: 0; padding: 8px 14px; font: inherit }}
</style>
<header>Orders of this week</header>
<div class=both>
  <aside><p>Overview</p><p>Orders</p><p>Customers</p><p>Reports</p></aside>
  <main>
    <div class=card><h2>Totals</h2><p>All orders of the last seven days, and what they came to,
      each with its state. <a href="#">How this is counted</a></p></div>
    <div class=card><table>{ROWS}</table></div>
    <div class=card><label><input type=checkbox> As a gift</label> <input value="Ines">
      <svg width=30 height=20 aria-label=Flag><rect width=30 height=20 fill=green /></svg>
      <button>Place the order</button></div>
  </main>
</div>
"""

CHANGES = (
    "e => { const t = e.textContent; e.textContent = t.slice(0, -1) + 'q' }",
    "e => { e.append(' and more of it') }",
    "e => e.remove()",
    "e => { e.style.visibility = 'hidden' }",
    "e => { e.style.color = '#c2185b'; e.style.fill = '#c2185b' }",
    "e => { e.style.background = '#fde68a' }",
    "e => { e.style.border = '3px solid #c2185b' }",
    "e => { e.style.position = 'relative'; e.style.left = '2px' }",
    "e => { e.style.marginLeft = '37px' }",
    "e => { e.style.padding = '11px 19px' }",
    "e => e.insertAdjacentHTML('beforebegin', '<div style=\"background: #fce; "
    "height: 31px\">New</div>')",
    "e => { e.style.transform = 'rotate(3deg)' }",
)
WHERE = "aside p, .card, h2, .card p, td, .pill, button, label, svg rect, a, header"
OTHER_RENDERING = "* { text-rendering: geometricPrecision }"


def taken(page: Page) -> Capture:
    return capture(page, CaptureOptions(), frozenset())


def happened(page: Page, seed: int) -> tuple[Capture, Capture, bool]:
    """Return the page as it was, and once something has happened to it; and whether one sees that.

    Every other time another rendering draws it then.
    """
    chance = np.random.default_rng(seed)
    page.set_content(PAGE)
    before = unchanged = taken(page)
    if seed % 2:
        page.add_style_tag(content=OTHER_RENDERING)
        unchanged = taken(page)
    for _ in range(int(chance.integers(1, 4))):
        elements = page.query_selector_all(WHERE)
        change = CHANGES[int(chance.integers(len(CHANGES)))]
        elements[int(chance.integers(len(elements)))].evaluate(change)
    after = taken(page)
    return before, after, after.png != unchanged.png


def compared(before: Capture, after: Capture, settings: Settings) -> Comparison:
    return compare(
        Job(before.png, after.png, settings, None, before.elements, after.elements),
    )


def places(comparison: Comparison) -> list[Box]:
    """Return the boxes of all that is reported: defects, what they explain, what is dismissed."""
    judgement = judge(comparison, Policy())
    boxes = [box for it in judgement.defects for box in (it.box, it.box_after) if box]
    return [*boxes, *(it.box for it in (*comparison.dismissed, *judgement.explained))]


def unaccounted(comparison: Comparison, before: bytes, after: bytes) -> npt.NDArray[np.bool_]:
    """Return the differing pixels of the common area that nothing speaks of."""
    one, other = decode_pair(before, after)
    size = comparison.baseline_size.common(comparison.actual_size)
    here = np.s_[: size.height, : size.width]
    differs: npt.NDArray[np.bool_] = (one[here] != other[here]).any(axis=2)
    for box in places(comparison):
        differs[box.clip(size).slices] = False
    return differs


@pytest.mark.parametrize("seed", range(40))
def test_all_that_differs_is_reported_and_a_real_change_never_passes(page: Page, seed: int) -> None:
    page.set_viewport_size({"width": 720, "height": 560})
    before, after, is_seen = happened(page, seed)
    settings = Settings(rendering="cross" if seed % 2 else "same")
    comparison = compared(before, after, settings)
    left = unaccounted(comparison, before.png, after.png)
    assert not left.any(), f"{left.sum()} pixels, the first at {np.argwhere(left)[0][::-1]}"
    assert judge(comparison, Policy()).passed != is_seen
    assert to_json(compared(before, after, settings)) == to_json(comparison)


def to_json(comparison: Comparison) -> str:
    return json.dumps(Judgement(comparison, judge(comparison, Policy()), {}, "local").to_wire())
