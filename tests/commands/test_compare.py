"""``visualdiff compare`` for two files."""

from __future__ import annotations

import json
from fnmatch import fnmatch
from pathlib import Path

import pytest

from pytest_visualdiff.baselines.store import BaselineStore
from pytest_visualdiff.commands.main import main
from pytest_visualdiff.model import Box, Capture, Element, Inventory, Size
from tests.support import BADGE, BUTTON, screen, to_png


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("before.png").write_bytes(to_png(screen()))
    Path("after.png").write_bytes(to_png(screen(badge=True)))
    return tmp_path


@pytest.mark.usefixtures("pair")
class TestCompare:
    """Exit status, words, JSON and the page."""

    def test_identical_pictures_exit_with_0(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["compare", "before.png", "before.png"]) == 0
        assert capsys.readouterr().out == "identical\n"

    def test_different_pictures_exit_with_1_and_say_where(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["compare", "before.png", "after.png"]) == 1
        first, second, third = capsys.readouterr().out.splitlines()
        assert first == "different"
        assert second == "  d1 new at (140, 3), 10x10: 100 pixels are not in the baseline"
        assert third.startswith("  100 of 16,000 pixels differ (0.625%), SSIM 0.99")

    def test_the_level_decides_what_counts(self, capsys: pytest.CaptureFixture[str]) -> None:
        almost = screen()
        almost.putpixel((150, 60), (254, 254, 254))
        Path("almost.png").write_bytes(to_png(almost))
        assert main(["compare", "before.png", "almost.png"]) == 0
        said = capsys.readouterr().out
        assert said.startswith("the same\n  dismissed as rendering_noise: 1 pixel at (150, 60)")
        assert main(["compare", "before.png", "almost.png", "--level", "exact"]) == 1

    def test_pictures_alone_have_no_layout_without_a_model(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for other in ("before.png", "after.png"):
            assert (
                main(["compare", "before.png", other, "--level", "layout", "--model", "none"]) == 2
            )
            what, remedy = capsys.readouterr().err.splitlines()
            assert what == (
                "visualdiff: level='layout' compares elements, and those of the baseline are not"
                " known."
            )
            assert "(visual_model), or another level" in remedy

    def test_baselines_have_their_elements_beside_them(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        badge = Element("badge", Box(*BADGE), "3", "#badge")
        button = Element("button", Box(*BUTTON), "Buy", "#buy")
        drawn_by = {"source": "playwright", "browser": "chromium", "platform": "linux"}
        for name, elements in (("before", (button,)), ("after", (button, badge))):
            path = Path(f"{name}.png")
            taken = Capture(path.read_bytes(), Size(160, 100), 1.0, drawn_by, Inventory(elements))
            BaselineStore(Path()).write(path, taken, overwrite=True)
        assert main(["compare", "before.png", "after.png", "--level", "layout"]) == 1
        assert "d1 badge '3' is new at (140, 3), 10x10 [#badge]" in capsys.readouterr().out
        assert main(["compare", "after.png", "before.png", "--min-coverage", "0.9", "--json"]) == 1
        document = json.loads(capsys.readouterr().out)
        assert document["coverage"]["kinds"]["badge"] == {"elements": 1, "matched": 0}
        assert document["notes"] == ["1 of 2 elements matched (50.0%), below min_coverage=0.9"]
        assert document["rendering_evidence"] == "one environment drew both pictures"

    def test_coverage_that_is_not_known_fails_equal_pictures_too(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["compare", "before.png", "before.png", "--min-coverage=0.5"]) == 1
        assert capsys.readouterr().out.splitlines() == [
            "identical",
            "  no elements are known to match, and min_coverage=0.5",
        ]

    @pytest.mark.parametrize(
        ("limits", "note"),
        [
            (["--max-diff-pixels=100"], "100 differing pixels, within max_diff_pixels=100"),
            (
                ["--max-diff-pixel-ratio", "0.01"],
                "0.6250% of the pixels differ, within max_diff_pixel_ratio=0.01",
            ),
            (["--min-ssim=0.9"], "the SSIM is 0.99*, within min_ssim=0.9"),
        ],
    )
    def test_limits_let_differences_pass_and_say_so(
        self, limits: list[str], note: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["compare", "before.png", "after.png", *limits]) == 0
        first, _, said, _ = capsys.readouterr().out.splitlines()
        assert first == "the same"
        assert fnmatch(said.strip(), note)

    def test_a_limit_that_is_broken_is_told(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["compare", "before.png", "after.png", "--max-diff-pixels", "99"]) == 1
        assert "100 differing pixels, beyond max_diff_pixels=99" in capsys.readouterr().out

    def test_a_limit_on_moves_lets_no_new_badge_pass(self) -> None:
        assert main(["compare", "before.png", "after.png", "--max-shift=50"]) == 1

    @pytest.mark.parametrize("rendering", ["auto", "same", "cross"])
    def test_equal_pictures_are_equal_however_they_were_drawn(self, rendering: str) -> None:
        assert main(["compare", "before.png", "before.png", "--rendering", rendering]) == 0

    def test_json_is_the_contracts_document(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["compare", "before.png", "after.png", "--json"]) == 1
        document = json.loads(capsys.readouterr().out)
        assert {key: document[key] for key in ("schema", "verdict", "identical")} == {
            "schema": 1,
            "verdict": "fail",
            "identical": False,
        }
        assert document["changed_pixels"] == 100
        assert document["changed_ratio"] == 100 / 16000
        assert document["size"] == {"baseline": [160, 100], "actual": [160, 100]}
        assert document["cross_rendered"] is False
        (defect,) = document["defects"]
        assert defect["message"].startswith("new at (140, 3), 10x10")
        del defect["message"]
        assert defect == {
            "id": "d1",
            "kind": "extra",
            "element": None,
            "box": None,
            "box_after": [140, 3, 10, 10],
            "caused_by": None,
        }
        assert {"decode", "differences", "similarity", "analysis", "total"} <= set(
            document["timings"]
        )

    def test_html_is_one_page_with_its_pictures(self, pair: Path) -> None:
        assert main(["compare", "before.png", "after.png", "--html", "page.html"]) == 1
        page = (pair / "page.html").read_text("utf-8")
        assert page.count('src="data:image/png;base64,') >= 3
        assert "new at (140, 3), 10x10" in page

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (["nowhere.png", "after.png"], "Could not read the picture nowhere.png: No such file"),
            (
                ["before.png", "text.png"],
                "text.png is not a PNG file: its first bytes are b'hello'",
            ),
            (["cut.png", "after.png"], "cut.png is a damaged PNG file: it ends after 80 bytes"),
            (["before.png", "after.png", "--html", "no/x.html"], "Could not write the page no"),
            (
                ["before.png", "after.png", "--level=strict"],
                "'strict' is not a valid value for --level",
            ),
            (
                ["before.png", "after.png", "--rendering=my"],
                "'my' is not a valid value for --rendering",
            ),
            (
                ["before.png", "after.png", "--threshold=1.5"],
                "'1.5' is not a valid value for --threshold",
            ),
            (
                ["before.png", "after.png", "--max-shift=-1"],
                "'-1' is not a valid value for --max-shift",
            ),
            (
                ["before.png", "after.png", "--min-ssim=high"],
                "'high' is not a valid value for --min-ssim",
            ),
        ],
    )
    def test_what_cannot_be_compared_exits_with_2_and_two_lines(
        self, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        Path("text.png").write_text("hello")
        Path("cut.png").write_bytes(to_png(screen())[:80])
        assert main(["compare", *arguments]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        problem, remedy = printed.err.splitlines()
        assert problem.startswith(f"visualdiff: {says}")
        assert remedy.endswith((".", ")"))
