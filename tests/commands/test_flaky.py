"""``visualdiff flaky``: the checks that do not always come out the same."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from pytest_visualdiff.commands.flaky import unsteady
from pytest_visualdiff.commands.main import main
from pytest_visualdiff.history.store import Area, Outcome, Remembered
from pytest_visualdiff.model import Box
from tests.support import BUTTON, GREEN, Project, screen

CLOCK = Area("defect", "text_changed", "text '12:31'", "#clock", "12:30", "12:31", Box(9, 8, 40, 9))


def check(*outcomes: str | tuple[str, Area], name: str = "home") -> Remembered:
    made = (
        Outcome(it, ()) if isinstance(it, str) else Outcome(it[0], tuple(it[1:])) for it in outcomes
    )
    return Remembered("test_it.py::test", name, tuple(made))


def places(*areas: Area) -> list[tuple[int, str | None]]:
    """Return how often and by what rule, for a check that differed in these and recovered."""
    outcomes = [it for area in areas for it in (("differs", area), "matched")]
    (found,) = unsteady([check(*outcomes)])
    return [(place.times, place.ignore) for place in found.places]


class TestWhich:
    """Which checks count as not stable."""

    @pytest.mark.parametrize(
        ("outcomes", "recovered"),
        [
            (("matched", "differs", "matched"), 1),
            (("differs", "matched", "differs", "differs", "matched"), 2),
            (("differs", "error", "matched"), 1),
        ],
    )
    def test_one_that_matches_again_with_its_baseline(
        self, outcomes: tuple[str, ...], recovered: int
    ) -> None:
        assert [it.recovered for it in unsteady([check(*outcomes)])] == [recovered]

    @pytest.mark.parametrize(
        "outcomes",
        [
            ("matched", "matched"),
            ("matched", "differs", "differs"),  # a change that nobody accepted yet
            ("differs", "updated", "matched"),  # one that was accepted
            ("new", "matched"),
        ],
    )
    def test_a_change_that_stays_is_no_flake(self, outcomes: tuple[str, ...]) -> None:
        assert unsteady([check(*outcomes)]) == []

    def test_one_that_passed_at_the_second_try_is_unstable(self) -> None:
        (found,) = unsteady([check(("matched", CLOCK._replace(found_as="unstable")))])
        assert (found.unstable, found.recovered, found.differed) == (1, 0, 0)
        assert len(found.places) == 1

    def test_the_least_stable_is_the_first(self) -> None:
        seldom = check(*["matched"] * 8, "differs", "matched", name="seldom")
        often = check("differs", "matched", "differs", "matched", name="often")
        assert [it.name for it in unsteady([seldom, often])] == ["often", "seldom"]


class TestWhere:
    """The areas, and what leaves them out."""

    def test_digits_that_change_may_be_other_digits(self) -> None:
        later = CLOCK._replace(before="12:30", after="9:05")
        assert places(CLOCK, later) == [(2, r'[Ignore(text=r"\d+:\d+", within=' + "'#clock')]")]

    def test_the_rule_fits_the_texts(self) -> None:
        area = CLOCK._replace(before='Ann\'s "cart" (3 items)', after='Ann\'s "cart" (12 items)')
        ((_, rule),) = places(area)
        assert rule
        (pattern,) = re.findall(r'r"(.*)", within', rule)
        assert re.fullmatch(pattern, area.before)
        assert re.fullmatch(pattern, area.after)
        assert eval(rule, {"Ignore": dict}) == [{"text": pattern, "within": "#clock"}]  # noqa: S307

    @pytest.mark.parametrize(
        "other",
        [
            CLOCK._replace(after="Error"),
            CLOCK._replace(kind="moved"),
            CLOCK._replace(before="on", after="off"),
        ],
    )
    def test_what_else_happened_there_is_ignored_with_its_element(self, other: Area) -> None:
        assert places(CLOCK, other) == [(2, "['#clock']")]

    def test_without_a_selector_it_is_the_area_around_all(self) -> None:
        one = CLOCK._replace(path="", element="", box=Box(10, 10, 20, 10))
        other = one._replace(box=Box(25, 12, 20, 10))
        away = one._replace(box=Box(300, 300, 5, 5))
        assert places(one, other, away) == [(2, "[(10, 10, 35, 12)]"), (1, "[(300, 300, 5, 5)]")]

    def test_what_is_in_a_frame_has_no_selector_for_the_page(self) -> None:
        assert places(CLOCK._replace(path="#map >>> #clock")) == [(1, "[(9, 8, 40, 9)]")]

    def test_the_size_of_a_picture_cannot_be_ignored(self) -> None:
        size = CLOCK._replace(kind="size_changed", path="", element="", box=None)
        assert places(size) == [(1, None)]

    def test_noise_that_was_dismissed_is_no_place(self) -> None:
        noise = CLOCK._replace(found_as="dismissed", kind="rendering_noise")
        assert places(noise) == []


class TestTheCommand:
    """What it prints."""

    @pytest.fixture
    def shop(self, project: Project) -> Project:
        """Return a project with a check that differed once and matched again, and a stable one."""
        project.has("test_it.py", """
def test_screen(visual_baseline):
    visual_baseline.check("screen.png", "home")
    visual_baseline.check("other.png", "other")
""")  # fmt: skip
        project.has("screen.png", screen())
        project.has("other.png", screen())
        project.run("--visual-update=missing").ended(passed=1)
        project.has("screen.png", screen(button=GREEN))
        project.run().ended(failed=1)
        project.has("screen.png", screen())
        project.run().ended(passed=1)
        return project

    def test_it_lists_the_check_and_what_to_ignore(
        self, shop: Project, capsys: pytest.CaptureFixture[str]
    ) -> None:
        capsys.readouterr()
        assert main(["flaky"]) == 0
        assert capsys.readouterr().out.splitlines() == [
            "1 of 2 checks, in 6 results, came out differently with the same baseline",
            "",
            "test_it.py::test_screen  home",
            "  differed in 1 of 3 results, and matched again once with the same baseline",
            f"  1 x image at {Box(*BUTTON)}",
            f"      ignore=[{BUTTON}]",
        ]

    def test_it_is_found_from_a_folder_below(
        self, shop: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (shop.root / "below").mkdir()
        monkeypatch.chdir(shop.root / "below")
        capsys.readouterr()
        assert main(["flaky", "--json"]) == 0
        document: dict[str, Any] = json.loads(capsys.readouterr().out)
        (found,) = document["checks"]
        assert (found["name"], found["recovered"], found["results"]) == ("home", 1, 3)
        (area,) = found["areas"]
        assert area["box"] == list(BUTTON)
        assert area["ignore"] == f"[{BUTTON}]"
        assert area["mask"] is None

    def test_all_is_well(self, project: Project, capsys: pytest.CaptureFixture[str]) -> None:
        project.has("test_it.py", "def test_it(visual_baseline): visual_baseline.check('a.png')")
        project.has("a.png", screen())
        project.run("--visual-update=missing").ended(passed=1)
        capsys.readouterr()
        assert main(["flaky", str(project.root)]) == 0
        assert capsys.readouterr().out == (
            "none of 1 check, in 1 result, differed and matched again with the same baseline\n"
        )

    def test_no_history_is_told(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["flaky", str(tmp_path)]) == 2
        assert capsys.readouterr().err.startswith(
            f"visualdiff: There is no history in {tmp_path}.\nRun pytest a few times"
        )

    def test_a_broken_history_is_told(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / ".visualdiff").mkdir()
        (tmp_path / ".visualdiff" / "history.db").write_text("no database" * 99)
        assert main(["flaky", str(tmp_path)]) == 2
        error = capsys.readouterr().err
        assert "visualdiff: The history cannot be read: " in error
        assert "file is not a database.\nDelete the file" in error
