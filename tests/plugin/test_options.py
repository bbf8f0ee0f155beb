"""One table of options: given anywhere, the nearest wins, and a wrong value says what is right."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, cast

import pytest

from pytest_visualdiff.errors import OptionError
from pytest_visualdiff.model import Box, Ignore, Policy, Settings
from pytest_visualdiff.plugin.options import check_settings, spell_out_bare_update
from tests.support import GREEN, Project, screen


def given(**call: object) -> Any:
    """Return the settings of a check that gives these options."""
    return check_settings(call, [], {})


def test_without_options_nothing_differing_passes() -> None:
    settings = given()
    assert settings.comparison == Settings("perceptual", (), rendering="auto", threshold=None)
    assert settings.policy == Policy(None, None, None, None)
    assert settings.capture.animations == "disabled"
    assert settings.variant == "auto"
    assert settings.explicit == frozenset()


@pytest.mark.parametrize("box", [(1, 2, 3, 4), [1, 2, 3, 4], Box(1, 2, 3, 4)])
def test_a_box_can_be_given_in_any_way(box: object) -> None:
    assert given(clip=box).capture.clip == Box(1, 2, 3, 4)
    assert given(ignore=[box]).capture.ignore == (Box(1, 2, 3, 4),)
    assert given(mask=[box]).capture.mask == (Box(1, 2, 3, 4),)


def test_rules_and_selectors_to_ignore_are_left_to_the_source() -> None:
    rule = Ignore(kind="badge", text=r"\d+ new", within={"x": 1, "y": 2, "width": 3, "height": 4})
    asked = given(ignore=[".clock", rule]).capture.ignore
    assert asked == (".clock", replace(rule, within=Box(1, 2, 3, 4)))


def test_playwrights_bounding_box_is_a_box_rounded_outwards() -> None:
    bounding_box = {"x": 10.4, "y": 20, "width": 5.2, "height": 7.5}
    assert given(clip=bounding_box).capture.clip == Box(10, 20, 6, 8)


def test_a_locator_in_a_mask_is_left_to_the_source() -> None:
    assert given(mask=[".clock", (1, 2, 3, 4)]).capture.mask == (".clock", Box(1, 2, 3, 4))


@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [
        ("level", "strict", "one of exact, perceptual, layout"),
        ("max_diff_pixels", -1, "a whole number from 0"),
        ("max_diff_pixels", 1.5, "a whole number from 0"),
        ("max_diff_pixels", "many", "a whole number from 0"),
        ("max_diff_pixels", True, "a whole number from 0"),
        ("max_diff_pixel_ratio", 1.1, "a number from 0 to 1"),
        ("max_diff_pixel_ratio", float("nan"), "a number from 0 to 1"),
        ("max_diff_pixel_ratio", None, "a number from 0 to 1"),
        ("min_ssim", 2, "a number from -1 to 1"),
        ("max_shift", -1, "a whole number from 0"),
        ("max_shift", 0.5, "a whole number from 0"),
        ("threshold", 1.01, "a number from 0 to 1"),
        ("threshold", "low", "a number from 0 to 1"),
        ("rendering", "other", "one of auto, same, cross"),
        ("full_page", "perhaps", "true or false"),
        ("full_page", 1, "true or false"),
        ("mask_color", 7, "a string"),
        ("timeout", -1, "milliseconds from 0"),
        ("clip", (1, 2, 3), "a box"),
        ("clip", (1, 2, 0, 4), "a box"),
        ("clip", (1, 2, "wide", 4), "a box"),
        ("clip", {"x": 1}, "a box"),
        ("clip", (float("inf"), 2, 3, 4), "a box"),
        ("mask", "#clock", "a list of areas"),
        ("mask", 3, "a list of areas"),
        ("ignore", "#clock", "a list of areas"),
        ("ignore", [Ignore()], "Ignore at least one of kind, text, within, moves_up_to"),
        (
            "ignore",
            [Ignore(kind=cast("Any", "bagde"))],
            "Ignore a kind that is one of button, link, ",
        ),
        ("ignore", [Ignore(text="(")], "Ignore a text that is a regular expression: missing )"),
        (
            "ignore",
            [Ignore(text=cast("Any", re.compile("a")))],
            "Ignore a text that is a regular expression",
        ),
        ("ignore", [Ignore(moves_up_to=-1)], "Ignore a moves_up_to that is a whole number from 0"),
        (
            "ignore",
            [Ignore(moves_up_to=cast("Any", 1.5))],
            "Ignore a moves_up_to that is a whole number from 0",
        ),
        ("ignore", [Ignore(within=(1, 2, 0, 4))], "a box"),
        ("ignore", [(1, 2, 3)], "a box"),
        ("min_coverage", 1.1, "a number from 0 to 1"),
        ("variant", 5, "a string"),
        ("style", 5, "a string"),
    ],
)
def test_a_wrong_value_says_what_is_right(option: str, value: object, expected: str) -> None:
    with pytest.raises(OptionError, match=f" is not a valid value for {option}") as raised:
        given(**{option: value})
    assert expected in raised.value.remedy


def test_an_unknown_option_names_those_there_are() -> None:
    with pytest.raises(OptionError, match=r"check\(\) has no option 'treshold'") as raised:
        given(treshold=0.2)
    assert "max_diff_pixels" in raised.value.remedy
    assert "update" not in raised.value.remedy


@pytest.mark.parametrize("value", [None, False, "none"])
def test_a_variant_can_be_left_out(value: object) -> None:
    assert given(variant=value).variant == "none"


def test_a_style_sheet_can_be_a_file(project: Project) -> None:
    path = project.has("quiet.css", "video { visibility: hidden }")
    assert given(style=path).capture.style == "video { visibility: hidden }"
    with pytest.raises(OptionError, match="is not a valid value for style"):
        given(style=path.with_name("missing.css"))


def test_the_nearest_marker_wins_and_the_call_over_it() -> None:
    near = pytest.mark.visual(level="exact", max_diff_pixels=3).mark
    far = pytest.mark.visual(max_diff_pixels=9, min_ssim=0.5).mark
    settings = check_settings({"min_ssim": 0.9}, [near, far], {"level": "perceptual"})
    assert settings.comparison.level == "exact"
    assert settings.policy == Policy(max_diff_pixels=3, max_diff_pixel_ratio=None, min_ssim=0.9)


def test_how_pictures_are_compared_and_judged_can_be_given_with_the_check() -> None:
    settings = given(rendering="cross", threshold=0.2, max_shift=4)
    assert settings.comparison == Settings(rendering="cross", threshold=0.2)
    assert settings.policy == Policy(max_shift=4)


def test_a_marker_with_a_mistake_says_so() -> None:
    with pytest.raises(OptionError, match="takes no positional arguments"):
        check_settings({}, [pytest.mark.visual("exact").mark], {})
    with pytest.raises(OptionError, match=r"@pytest.mark.visual has no option 'levels'"):
        check_settings({}, [pytest.mark.visual(levels="exact").mark], {})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["--visual-update", "tests"], ["--visual-update=changed", "tests"]),
        (["--visual-update=all", "tests"], ["--visual-update=all", "tests"]),
        (["-x", "--", "--visual-update"], ["-x", "--", "--visual-update"]),
    ],
)
def test_the_bare_update_takes_no_path_for_its_mode(before: list[str], after: list[str]) -> None:
    expected = before != after
    assert spell_out_bare_update(before) is expected
    assert before == after


ONE_CHECK = """
from pathlib import Path
def test_screen(visual_baseline):
    visual_baseline.check(Path("screen.png"), "screen")
"""


@pytest.fixture
def changed(project: Project) -> Project:
    """Return a project whose screen differs from its baseline by the button's colour."""
    project.has("test_it.py", ONE_CHECK)
    project.has("screen.png", screen())
    project.run("--visual-update=missing").ended(passed=1)
    project.has("screen.png", screen(button=GREEN))
    return project


def test_an_option_can_be_given_on_the_command_line(changed: Project) -> None:
    changed.run().ended(failed=1)
    changed.run("--visual-max-diff-pixels=5000").ended(passed=1)


def test_an_option_can_be_given_in_the_environment(
    changed: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUALDIFF_MAX_DIFF_PIXELS", "5000")
    changed.run().ended(passed=1)


def test_an_option_can_be_given_in_the_configuration(changed: Project) -> None:
    changed.pytester.makeini("[pytest]\nvisual_max_diff_pixels = 5000\n")
    changed.run().ended(passed=1)


def test_an_option_can_be_given_in_pyproject(changed: Project) -> None:
    (changed.root / "tox.ini").unlink()
    changed.has("pyproject.toml", "[tool.pytest.ini_options]\nvisual_max_diff_pixels = 5000\n")
    changed.run().ended(passed=1)


def test_a_number_in_pytests_own_toml_table_is_a_number(changed: Project) -> None:
    (changed.root / "tox.ini").unlink()
    number = "5000" if pytest.version_tuple >= (9, 2) else '"5000"'
    changed.has("pyproject.toml", f"[tool.pytest]\nvisual_max_diff_pixels = {number}\n")
    if pytest.version_tuple >= (9, 0):  # the table is not read before
        changed.run().ended(passed=1)


def test_an_empty_variable_is_as_good_as_none(
    changed: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUALDIFF_LEVEL", "")
    monkeypatch.setenv("VISUALDIFF_PRUNE", "")
    changed.run("--visual-max-diff-pixels=5000").ended(passed=1)


def test_the_nearer_place_wins(changed: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    changed.pytester.makeini("[pytest]\nvisual_max_diff_pixels = 5000\n")
    monkeypatch.setenv("VISUALDIFF_MAX_DIFF_PIXELS", "0")
    changed.run().ended(failed=1)
    changed.run("--visual-max-diff-pixels=5000").ended(passed=1)
    changed.has("test_it.py", "import pytest\npytestmark = pytest.mark.visual(max_diff_pixels=0)\n"
                + ONE_CHECK)  # fmt: skip
    changed.run("--visual-max-diff-pixels=5000").ended(failed=1)
    changed.has("test_it.py", ONE_CHECK.replace('"screen")', '"screen", max_diff_pixels=5000)'))
    changed.run("--visual-max-diff-pixels=0").ended(passed=1)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--visual-update=often"], "'often' is not a valid value for --visual-update."),
        (["--visual-min-ssim=high"], "'high' is not a valid value for --visual-min-ssim."),
        (["--visual-threshold=2"], "'2' is not a valid value for --visual-threshold."),
        (["--visual-rendering=mine"], "'mine' is not a valid value for --visual-rendering."),
        (["--visual-max-shift=far"], "'far' is not a valid value for --visual-max-shift."),
    ],
)
def test_a_wrong_flag_stops_the_run_with_two_lines(
    changed: Project, arguments: list[str], says: str
) -> None:
    run = changed.run(*arguments)
    assert run.result.ret == pytest.ExitCode.USAGE_ERROR
    assert says in run.text
    assert "Traceback" not in run.text


def test_a_wrong_variable_or_key_names_itself(
    changed: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed.pytester.makeini("[pytest]\nvisual_level = strict\n")
    assert "'strict' is not a valid value for visual_level." in changed.run().text
    monkeypatch.setenv("VISUALDIFF_LEVEL", "lax")
    assert "'lax' is not a valid value for VISUALDIFF_LEVEL." in changed.run().text
