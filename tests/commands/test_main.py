"""``visualdiff compare`` for two files, and ``visualdiff inspect`` for one."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from pytest_visualdiff import __version__
from pytest_visualdiff.baselines.store import BaselineStore
from pytest_visualdiff.commands.main import main
from pytest_visualdiff.model import Box, Capture, Element, Inventory, Size
from tests.support import BADGE, BLUE, BUTTON, WHITE, screen, to_png
from tests.support.drawing import Drawing

WITH_TESSERACT = pytest.mark.skipif(
    not shutil.which("tesseract"), reason="tesseract is not installed"
)


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
            (["before.png", "after.png", "--level=strict"], "--level='strict' is not a value"),
            (["before.png", "after.png", "--rendering=my"], "--rendering='my' is not a value"),
            (["before.png", "after.png", "--threshold=1.5"], "--threshold='1.5' is not a value"),
            (["before.png", "after.png", "--max-shift=-1"], "--max-shift='-1' is not a value"),
            (["before.png", "after.png", "--min-ssim=high"], "--min-ssim='high' is not a value"),
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


@pytest.fixture
def form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    drawing = Drawing((300, 120)).text(20, 16, "Your cart is empty", height=15)
    drawing.box((20, 60, 120, 36), BLUE, radius=6).text(48, 68, "Go back", WHITE, 15)
    cv2.imwrite("form.png", drawing.pixels())
    return tmp_path


@pytest.mark.usefixtures("form")
class TestInspect:
    """What is in one picture: words, JSON, and the picture with frames."""

    @WITH_TESSERACT
    def test_a_table_says_what_is_where_and_what_it_says(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["inspect", "form.png", "--model", "none"]) == 0
        summary, head, text, button = capsys.readouterr().out.splitlines()
        assert summary == "300x120, 2 elements, found by: classical"
        assert head.split() == ["kind", "x,", "y,", "size", "sure", "text"]
        assert text.startswith("text ")
        assert text.endswith("empty")
        assert button.split(maxsplit=4) == ["button", "(20,", "60),", "120x36", "80%  Go back"]
        assert text.index("90%") == button.index("80%")

    @WITH_TESSERACT
    def test_json_is_the_contracts_document(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["inspect", "form.png", "--json", "--model", "none"]) == 0
        printed = capsys.readouterr()
        document = json.loads(printed.out)
        assert document["size"] == [300, 120]
        assert document["model"] == "classical"
        assert document["skipped"] == []
        assert document["elements"][1] == {
            "kind": "button",
            "box": [20, 60, 120, 36],
            "text": "Go back",
            "confidence": 0.8,
            "source": "pixels",
        }
        assert printed.err == ""

    def test_without_tesseract_the_elements_are_there_and_the_reason_is_told(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", "")
        assert main(["inspect", "form.png", "--json"]) == 0
        printed = capsys.readouterr()
        document = json.loads(printed.out)
        assert [element["text"] for element in document["elements"]] == ["", ""]
        (skipped,) = document["skipped"]
        assert skipped["stage"] == "text"
        assert "tesseract is not installed" in skipped["reason"]
        (line,) = printed.err.splitlines()
        assert line.startswith("visualdiff: text skipped: Text could not be read: tesseract is not")
        assert "apt install tesseract-ocr" in line

    @WITH_TESSERACT
    def test_a_language_that_is_not_installed_is_a_reason_too(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["inspect", "form.png", "--language", "tlh"]) == 0
        assert "tesseract has no language 'tlh'" in capsys.readouterr().err

    def test_annotate_draws_a_frame_around_each_element(self, form: Path) -> None:
        assert main(["inspect", "form.png", "--annotate", "found.png"]) == 0
        before = np.asarray(Image.open("form.png").convert("RGB"))
        after = np.asarray(Image.open(form / "found.png").convert("RGB"))
        assert after.shape[1] == 300
        assert after.shape[0] > 120  # the legend is below
        assert (after[60, 70:140] == (220, 30, 40)).all()
        assert (after[70:90, 100:130] == before[70:90, 100:130]).all()

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (["nowhere.png"], "Could not read the picture nowhere.png: No such file"),
            (["form.png", "--annotate", "no/x.png"], "Could not write the picture no"),
        ],
    )
    def test_what_cannot_be_inspected_exits_with_2_and_two_lines(
        self, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["inspect", *arguments]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        problem, remedy = printed.err.splitlines()
        assert problem.startswith(f"visualdiff: {says}")
        assert remedy.endswith(".")


def test_the_installed_command_works(pytester: pytest.Pytester, pair: Path) -> None:
    command = shutil.which("visualdiff", path=Path(sys.executable).parent)
    assert command
    result = pytester.run(command, "compare", pair / "before.png", pair / "after.png")
    assert result.ret == 1
    result.stdout.fnmatch_lines(["different", "*new at*"])


@pytest.mark.usefixtures("pair")
def test_a_reader_that_has_seen_enough_gets_no_traceback() -> None:
    program = "import sys; from pytest_visualdiff.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", program, "compare", "before.png", "after.png"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 2


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"visualdiff {__version__}\n"
    with pytest.raises(SystemExit, match="2"):
        main([])
