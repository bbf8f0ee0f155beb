"""The model's values as JSON and back: nothing is lost, and nothing that is missing goes unseen."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from pytest_visualdiff.execution.remote.wire.codec import decode, encode
from pytest_visualdiff.execution.remote.wire.documents import Question, from_wire, to_wire
from pytest_visualdiff.model import (
    Area,
    Box,
    Change,
    Comparison,
    Dismissal,
    Element,
    Explained,
    Inventory,
    Job,
    Rule,
    Settings,
    Shift,
    Skipped,
)
from tests.support import GREEN, changed, measured, screen, to_png
from tests.support.tools import compare

BUTTON = Element("button", Box(1, 2, 3, 4), "Buy", "#buy", {"checked": "true"}, {"color": "red"})

AREA = Area(Box(1, 2, 3, 4))

FULL = measured(
    changed(Box(1, 2, 3, 4), 5),
    shifts=(Shift(Box(1, 2, 3, 4), 0, 5, 6, cause="r0", element=BUTTON),),
    dismissed=(Dismissal("ignored", Box(0, 0, 1, 1), 1, Change("moved", BUTTON, None)),),
    changes=(Change("missing", BUTTON, None, count=2, over=BUTTON, id="missing:0"),),
    explained=(Explained("missing:0", Box(0, 0, 2, 2), 4),),
    skipped=(Skipped("text", "no tesseract"),),
)


def through_json(value: Any) -> Any:
    return json.loads(json.dumps(encode(value), allow_nan=False))


@pytest.mark.parametrize(
    "comparison",
    [
        FULL,
        compare(Job(to_png(screen()), to_png(screen(badge=True)))),
        compare(Job(to_png(screen()), to_png(screen(size=(160, 140), button=GREEN)))),
        compare(Job(to_png(screen()), to_png(screen()))),
    ],
)
def test_a_comparison_is_the_same_after_the_way(comparison: Comparison) -> None:
    assert decode(Comparison, through_json(comparison)) == comparison


def test_a_question_is_the_same_after_the_way() -> None:
    rules = (
        Rule(
            kind="badge",
            text=r"\d+",
            within=(AREA, Area(Box(1, 2, 3, 4), "a", (2,))),
        ),
        Rule(moves_up_to=4),
    )
    settings = Settings("exact", (Box(1, 2, 3, 4),), rules, "cross", 0.1, "deu")
    inventory = Inventory((BUTTON, Element("text", Box(0, 0, 9, 9), parent=0, label=0)))
    question = Question(settings, None, inventory, None)
    assert from_wire(Question, to_wire(question)) == question


def test_numbers_of_numpy_become_plain_ones() -> None:
    assert through_json(Box(*np.array([1, 2, 3, 4]))) == {"x": 1, "y": 2, "w": 3, "h": 4}
    assert encode([np.float64(0.5), np.bool_(True)]) == [0.5, True]


def without(name: str) -> Callable[[dict[str, Any]], None]:
    return lambda document: document.pop(name)


def having(name: str, value: object) -> Callable[[dict[str, Any]], None]:
    return lambda document: document.__setitem__(name, value)


@pytest.mark.parametrize(
    "damage",
    [
        without("regions"),  # which would look like a pass
        without("skipped"),
        having("unknown", 1),
        having("identical", "yes"),
        having("identical", 1),
        having("changed_pixels", 1.5),
        having("changed_pixels", True),
        having("ssim", "high"),
        having("regions", None),
        having("regions", {}),
        having("regions", [None]),
        having("changes", [{"kind": "vanished"}]),
        having("baseline_size", [1, 2]),
        having("coverage", "all"),
    ],
)
def test_what_is_not_whole_or_not_of_its_type_is_no_comparison(
    damage: Callable[[dict[str, Any]], None],
) -> None:
    document = through_json(FULL)
    damage(document)
    with pytest.raises(ValueError, match=r"is not a whole Comparison|Expected `|Invalid enum"):
        decode(Comparison, document)


@pytest.mark.parametrize("change", [having("kind", "vanished"), having("before", [])])
def test_words_are_those_of_the_model(change: Callable[[dict[str, Any]], None]) -> None:
    document = through_json(FULL)
    change(document["changes"][0])
    with pytest.raises(ValueError, match=r"Invalid enum value 'vanished'|Expected `object"):
        decode(Comparison, document)


def test_a_mapping_has_known_keys() -> None:
    document = through_json(BUTTON)
    document["style"] = {"colour": "red"}
    with pytest.raises(ValueError, match="Invalid enum value 'colour'"):
        decode(Element, document)
    document["style"] = ["color"]
    with pytest.raises(ValueError, match="Expected `object`"):
        decode(Element, document)
