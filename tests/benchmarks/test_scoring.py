"""What is made of all that the tools said: tables, what was expected, and what is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from benchmarks.defects import ours
from benchmarks.defects.measures import Outcome, Reported
from benchmarks.defects.pairs import Rectangle, elements_of, read_pairs
from benchmarks.defects.scoring import NoPairsError, score
from benchmarks.defects.store import from_wire, to_wire
from benchmarks.defects.tools import TOOLS, with_model
from pytest_visualdiff.model import Box, Element, Inventory
from tests.support.made import PLACE, RECOLOURED, UNNAMED, harmless, scores
from tests.support.models import LINK, model_file

OURS = [tool for tool in TOOLS if tool.name in (ours.PIXELS, ours.DOM)]


def rows(name: str) -> dict[str, tuple[str, ...]]:
    """Return the rows of a table by their first cells."""
    (table,) = [table for table in scores().tables() if table.name == name]
    assert all(len(row) == len(table.columns) for row in table.rows)
    return {row[0]: row[1:] for row in table.rows}


def test_kinds_and_elements_of_both_ways_to_ask() -> None:
    naming = rows("naming")
    nothing_right = ("100.0 % (1/1)", "0.0 % (0/1)", "0.0 % (0/1)", "1.0", "1", "1.00")
    all_right = ("100.0 % (1/1)",) * 3 + ("1.0", "1", "1.00")
    assert naming == {
        "pixels only, same-rendered": nothing_right,
        "pixels only, cross-rendered": nothing_right,
        "with the DOM, same-rendered": all_right,
        "with the DOM, cross-rendered": all_right,
    }


def test_colours_are_told_apart_from_the_rest() -> None:
    assert rows("recolours")["with the DOM, same-rendered"] == (
        "100.0 % (1/1)",
        "100.0 % (1/1)",
        "1.000",
    )


def test_each_mutation_has_its_row() -> None:
    kinds = rows("kinds-pixels")
    found = ("1/1", "0/1", "0/1", "1.0 / 1 / 1.00")
    assert kinds["background"] == kinds["all"] == (*found, *found)
    assert set(kinds["digit"]) == {"-"}


def test_a_rendering_that_was_added_can_be_left_out() -> None:
    assert rows("renderings") == {
        "plain / gl": ("100.0 % (1/1)", "0.0 % (0/1)", "100.0 % (1/1)", "0.0 % (0/1)"),
        "plain / hinting-auto": ("-", "100.0 % (1/1)", "-", "0.0 % (0/1)"),
        "all": ("100.0 % (1/1)", "50.0 % (1/2)", "100.0 % (1/1)", "0.0 % (0/2)"),
        "all but hinting-auto": ("100.0 % (1/1)", "0.0 % (0/1)", "100.0 % (1/1)", "0.0 % (0/1)"),
    }


def test_what_was_expected_stands_beside_what_was_measured() -> None:
    met = {target.text: (target.value, target.met) for target in scores().expected()}
    assert met["pixels only, cross-rendered: false alarms"] == (0, True)
    assert met["pixels only, same-rendered: right kind of a changed colour"] == (0, False)
    assert met["pixels only, cross-rendered: reported astray, per pair"] == (0, True)
    assert met["with the DOM, cross-rendered: right kind"] == (1, True)
    as_good = "with the DOM, right kind: cross-rendered as good as same-rendered, to one pair"
    assert met[as_good] == (1, True)


def test_what_an_added_rendering_makes_of_a_figure_stands_beside_it() -> None:
    assert rows("expected")["pixels only, cross-rendered: false alarms"] == (
        "at most 0.02",
        "0.000",
        "met",
        "0.500",
    )


@pytest.mark.parametrize(
    "defects",
    [
        None,
        (),
        (Reported(PLACE, None),),
        (RECOLOURED, UNNAMED, Reported(None, None, "size_changed")),
    ],
)
def test_what_is_kept_is_what_was_said(defects: tuple[Reported, ...] | None) -> None:
    outcome = Outcome(True, 3, defects, 0.25)
    assert from_wire(json.loads(json.dumps(to_wire(outcome)))) == outcome


def a_pair(folder: Path) -> None:
    """Write a pair whose button has another colour, as the generator does."""
    folder.mkdir()
    for name, grey in (("baseline", 120), ("actual", 180)):
        picture = np.full((60, 200, 3), 255, np.uint8)
        picture[10:30, 10:110] = grey
        cv2.imwrite(str(folder / f"{name}.png"), picture)
        box = Box(10, 10, 100, 20)
        look = {"background": f"#{grey:02x}{grey:02x}{grey:02x}"}
        button = Element("button", box, "Buy", "#buy", style=look)  # type: ignore[arg-type]
        text = Element("text", Box(40, 12, 30, 16), "Buy", "#buy > b", parent=0)
        elements = Inventory((button, text)).to_wire()
        elements_of(folder / f"{name}.png").write_text(json.dumps(elements))
    named = {"relation": "itself", "paths": ["#buy"]}
    entry: dict[str, Any] = {
        "id": "one",
        "split": "scored",
        "baseline": "baseline.png",
        "actual": "actual.png",
        "renderings": ["plain", "plain"],
        "cross_rendered": False,
        "mutation": "background",
        "before": list(PLACE),
        "after": list(PLACE),
        "affected": [],
        "named_before": named,
        "named_after": named,
        "scale": 1,
        "plan": {"kind": "background"},
    }
    (folder / "pairs.json").write_text(json.dumps([entry]))


def test_a_pair_is_read_with_what_stands_for_its_defect(tmp_path: Path) -> None:
    a_pair(tmp_path / "data")
    (pair,) = read_pairs(tmp_path / "data", "scored")
    assert pair.subject_before
    assert pair.subject_before.boxes == {"#buy": Rectangle(10, 10, 100, 20)}
    assert pair.subject_before.holds_others


def test_pairs_are_compared_in_both_ways_and_once(tmp_path: Path) -> None:
    data = tmp_path / "data"
    a_pair(data)
    first = score(data, "scored", OURS)
    assert first.failures == {ours.PIXELS: {}, ours.DOM: {}}
    answers = first.results[ours.DOM]
    assert not isinstance(answers, str)
    ((_, by_page),) = answers
    assert by_page.defects
    assert [(it.kind, it.path, it.before) for it in by_page.defects] == [
        ("style_changed", "#buy", PLACE)
    ]
    kept = (tmp_path / "data.scores.json").read_text()
    score(data, "scored", OURS)
    assert (tmp_path / "data.scores.json").read_text() == kept
    assert len(json.loads(kept)) == 2


def test_other_elements_are_another_comparison_with_the_page_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    a_pair(data)
    score(data, "scored", OURS)
    file = elements_of(data / "actual.png")
    file.write_text(file.read_text().replace("Buy", "Pay"))
    score(data, "scored", OURS)
    kept = json.loads((tmp_path / "data.scores.json").read_text())
    assert sorted(key.split()[0] for key in kept) == [ours.PIXELS, ours.DOM, ours.DOM]


def test_a_pair_without_elements_is_left_out_and_named(tmp_path: Path) -> None:
    data = tmp_path / "data"
    a_pair(data)
    entry = json.loads((data / "pairs.json").read_text())[0]
    (data / "pairs.json").write_text(
        json.dumps([{**entry, "named_before": None, "named_after": None}])
    )
    elements_of(data / "actual.png").unlink()
    scored = score(data, "scored", OURS)
    assert not isinstance(scored.results[ours.PIXELS], str)
    said = scored.results[ours.DOM]
    assert isinstance(said, str)
    assert said.startswith("compared no pair: FileNotFoundError")


def test_a_split_without_pairs_is_said(tmp_path: Path) -> None:
    a_pair(tmp_path / "data")
    with pytest.raises(NoPairsError, match="has no pairs of the split 'development'"):
        score(tmp_path / "data", "development", OURS)


def test_a_folder_that_is_not_made_to_its_end_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoPairsError, match=r"no pairs\.json.*generate --out .* goes on with it"):
        score(tmp_path, "scored", OURS)


def test_another_model_can_be_asked(tmp_path: Path) -> None:
    empty = np.full((300, 400, 3), 255, np.uint8)
    shown = empty.copy()
    shown[200:216, 40:104] = LINK.colour[::-1]
    pair = replace(harmless(), baseline=tmp_path / "one.png", actual=tmp_path / "other.png")
    cv2.imwrite(str(pair.baseline), shown)
    cv2.imwrite(str(pair.actual), empty)
    (tmp_path / "links.onnx").write_bytes(model_file([LINK._replace(name="link")]))
    found, without = with_model(tmp_path / "links.onnx"), with_model("none")
    assert found.state != without.state
    for tool in (found, without):
        assert tool.compare is not None
        outcome = tool.compare(pair)
        assert outcome.different
        assert [it.kind for it in outcome.defects or ()] == ["missing"]
