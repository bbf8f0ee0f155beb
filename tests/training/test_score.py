"""Figures of what was found, on boxes whose figures can be told by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pytest_visualdiff.training.answers import decode, labels_of_rows
from pytest_visualdiff.training.labels import CLASSES, Label
from pytest_visualdiff.training.score import (
    apart,
    once,
    one_control_in_a_place,
    score,
    without_their_text,
)

BUTTON = Label("button", 0, 0, 80, 30)
FIELD = Label("input", 100, 0, 300, 30)
TEXT = Label("text", 0, 50, 60, 62)
ICON = Label("icon", 200, 50, 216, 66)
ALL = [BUTTON, FIELD, TEXT, ICON]


def test_what_is_found_as_it_is_has_full_figures() -> None:
    figures = score([(ALL, ALL)])
    assert figures.recall == {"control": 1, "text": 1, "image": 1, "all": 1}
    assert figures.precision == {"control": 1, "text": 1, "image": 1, "all": 1}
    assert figures.mean_average_precision == pytest.approx(1)
    assert figures.elements == {"button": 1, "input": 1, "icon": 1, "text": 1}


def test_nothing_found_is_nothing() -> None:
    figures = score([(ALL, [])])
    assert figures.recall["all"] == figures.precision["all"] == 0
    assert figures.mean_average_precision == 0


def test_another_control_in_its_place_counts_as_the_class_and_not_as_the_kind() -> None:
    figures = score([([BUTTON], [replace(BUTTON, kind="select")])])
    assert figures.recall["control"] == 1
    assert figures.kind_recall["button"] == 0


def test_a_box_has_to_share_half_with_what_it_is_of() -> None:
    assert score([([BUTTON], [replace(BUTTON, right=41)])]).recall["control"] == 1
    assert score([([BUTTON], [replace(BUTTON, right=39)])]).recall["control"] == 0


def test_an_element_is_found_once() -> None:
    twice = [BUTTON, replace(BUTTON, left=20, right=100)]
    assert score([([BUTTON], twice)]).precision["control"] == 0.5


def test_what_one_is_not_sure_of_counts_for_average_precision_alone() -> None:
    figures = score([([BUTTON], [replace(BUTTON, confidence=0.1)])])
    assert figures.recall["control"] == 0
    assert figures.average_precision["button"] == pytest.approx(1)


def test_average_precision_is_the_area_below_the_curve() -> None:
    other = replace(BUTTON, top=100, bottom=130)
    wrong = replace(BUTTON, top=300, bottom=330, confidence=0.8)
    found = [replace(BUTTON, confidence=0.9), wrong, replace(other, confidence=0.7)]
    # Up to half of the elements all are right; then two of three.
    expected = (51 * 1 + 50 * 2 / 3) / 101
    assert score([([BUTTON, other], found)]).average_precision["button"] == pytest.approx(expected)


def test_pages_are_counted_together() -> None:
    assert score([(ALL, ALL), (ALL, [])]).recall["all"] == 0.5


def test_a_pair_is_two_elements_in_one_place() -> None:
    assert [label.kind for label in apart([Label("link+text", 0, 0, 9, 9)])] == ["link", "text"]


def test_of_two_in_one_place_the_surer_stays() -> None:
    unsure = replace(TEXT, right=58, confidence=0.5)
    assert once([unsure, TEXT, BUTTON], lambda label: label.kind) == [TEXT, BUTTON]
    assert once([], lambda label: label.kind) == []


def test_a_place_has_one_control() -> None:
    field = replace(BUTTON, kind="input", confidence=0.4)
    assert one_control_in_a_place([TEXT, field, BUTTON]) == [TEXT, BUTTON]


def test_the_text_of_a_button_is_no_element_of_its_own() -> None:
    inside = Label("text", 10, 8, 60, 22)
    assert without_their_text([BUTTON, inside, TEXT]) == [BUTTON, TEXT]


def test_an_answer_of_the_net_is_decoded() -> None:
    answer = np.zeros((4 + len(CLASSES), 3), np.float32)
    answer[:4, 1] = (50, 20, 80, 30)
    answer[4 + CLASSES.index("switch"), 1] = 0.75
    answer[4 + CLASSES.index("text"), 2] = 0.01
    assert decode(answer) == [Label("switch", 10, 5, 90, 35, 0.75)]


def test_rows_of_a_crop_are_labels() -> None:
    rows = np.array([[CLASSES.index("icon"), 0.5, 0.25, 0.1, 0.05]], np.float32)
    (label,) = labels_of_rows(rows)
    edges = (label.left, label.top, label.right, label.bottom)
    assert edges == pytest.approx((288, 144, 352, 176), abs=0.01)


def test_how_sure_a_find_has_to_be_is_what_makes_it_right_most_often() -> None:
    truth = [Label("button", 0, 50 * number, 80, 50 * number + 30) for number in range(30)]
    right = [replace(label, confidence=0.2) for label in truth]
    wrong = [replace(label, left=500, right=580, confidence=0.15) for label in truth]
    assert score([(truth, right + wrong)]).confidence == {"button": 0.2}
    assert score([(truth, right[:15] + wrong)]).confidence == {"button": 0.2}


def test_it_never_has_to_be_surer_than_usual() -> None:
    truth = [Label("button", 0, 50 * number, 80, 50 * number + 30) for number in range(30)]
    found = [replace(label, confidence=0.9) for label in truth]
    assert score([(truth, found)]).confidence == {"button": 0.25}


def test_of_what_there_are_too_few_nobody_knows_how_sure_one_has_to_be() -> None:
    truth = [Label("button", 0, 50 * number, 80, 50 * number + 30) for number in range(19)]
    assert score([(truth, truth)]).confidence == {}


def test_what_is_never_found_needs_no_other_confidence_than_others() -> None:
    truth = [Label("button", 0, 50 * number, 80, 50 * number + 30) for number in range(20)]
    assert score([(truth, [])]).confidence == {"button": 0.25}
