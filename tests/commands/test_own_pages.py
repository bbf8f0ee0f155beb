"""Pages of one's own, labelled by their DOM, to train with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from pytest_visualdiff.baselines.store import BaselineStore, baseline_folder
from pytest_visualdiff.capture import CaptureOptions, capture
from pytest_visualdiff.commands.main import main
from pytest_visualdiff.commands.own_pages import collect_addresses, collect_baselines, labels_of
from pytest_visualdiff.errors import CaptureError, VisualDiffError
from pytest_visualdiff.imaging import png
from pytest_visualdiff.model import Box, Element, Inventory
from pytest_visualdiff.training.crops import is_held_out
from pytest_visualdiff.training.labels import Label
from pytest_visualdiff.training.store import load_labels
from tests.support.drawing import Drawing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HTML = """<!doctype html><body style="margin: 20px; font: 16px/24px DejaVu Sans; width: 300px">
<h1 style="font-size: 24px; margin: 0 0 20px">Your cart</h1>
<p>Two notebooks and a pencil, which we send to you within two days.</p>
<a href="/terms">Our terms</a><br>
<label><input type="checkbox"> Wrap it</label><br>
<button style="padding: 10px 30px">Order it</button>"""


def read(path: Path) -> list[Label]:
    """Return the labels of a page that was kept."""
    return load_labels(path.with_suffix(".json"))[1]


def box_of(label: Label) -> Box:
    left, top, right, bottom = map(round, (label.left, label.top, label.right, label.bottom))
    return Box(left, top, right - left, bottom - top)


def kinds(labels: list[Label]) -> list[str]:
    return sorted(label.kind for label in labels)


@pytest.fixture
def address(tmp_path: Path) -> str:
    path = tmp_path / "cart.html"
    path.write_text(HTML, "utf-8")
    return path.as_uri()


def test_a_page_is_labelled_by_what_it_says_of_itself(
    address: str, browser: Browser, tmp_path: Path
) -> None:
    wide, *others = collect_addresses([address], tmp_path / "data", browser)
    assert [png.check(it.read_bytes(), it.name).width for it in (wide, *others)] == [1280, 768, 390]
    assert [is_held_out(it.stem) for it in (wide, *others)] == [True, False, False]
    labels = read(wide)
    found = kinds(labels)
    assert [found.count(kind) for kind in ("button", "checkbox", "link+text")] == [1, 1, 1]
    (button,) = (box_of(label) for label in labels if label.kind == "button")
    texts = [box_of(label) for label in labels if label.kind == "text"]
    assert len([box for box in texts if button.contains(box)]) == 1
    assert len(texts) == 5  # a heading, two lines, two names
    assert all(13 <= box.h <= 30 for box in texts)


def test_what_is_kept_is_not_kept_again(address: str, browser: Browser, tmp_path: Path) -> None:
    assert len(list(collect_addresses([address], tmp_path, browser))) == 3
    assert list(collect_addresses([address], tmp_path, browser)) == []


def test_an_address_without_a_page_is_told(browser: Browser, tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match="could not be opened") as caught:
        list(collect_addresses([(tmp_path / "no.html").as_uri()], tmp_path, browser))
    assert "the server is running" in caught.value.remedy


def test_baselines_of_a_test_run_are_pages_too(page: Page, tmp_path: Path) -> None:
    page.set_content(HTML)
    taken = capture(page, CaptureOptions(), frozenset())
    folder = baseline_folder(tmp_path / "test_cart.py", "test_cart")
    BaselineStore(folder).write(folder / "cart.png", taken, overwrite=False)
    plain = capture(drawn().pixels(), CaptureOptions(), frozenset())
    BaselineStore(folder).write(folder / "chart.png", plain, overwrite=False)
    (path,) = collect_baselines(tmp_path, tmp_path / "data")
    assert path.parent == tmp_path / "data" / "pages"
    assert path.read_bytes() == taken.png
    assert {"button", "checkbox", "link+text"} <= set(kinds(read(path)))
    assert list(collect_baselines(tmp_path, tmp_path / "data")) == []


def test_without_baselines_of_pages_it_says_how_to_have_some(tmp_path: Path) -> None:
    with pytest.raises(VisualDiffError, match="There are no baselines of pages") as caught:
        list(collect_baselines(tmp_path, tmp_path / "data"))
    assert "--visual-update=all" in caught.value.remedy


def drawn() -> Drawing:
    drawing = Drawing((400, 300)).text(20, 20, "See all of it", height=15)
    return drawing.box((20, 100, 40, 40), (90, 90, 90))


def labelled(*elements: Element) -> list[Label]:
    return labels_of(Inventory(elements), drawn().pixels())


def test_a_link_and_its_words_are_one_label_where_the_words_are() -> None:
    (label,) = labelled(Element("link", Box(19, 18, 96, 22), "See all of it"))
    assert label.kind == "link+text"
    assert Box(19, 18, 96, 22).grow(2).contains(box_of(label))
    assert box_of(label).w < 96


def test_a_large_link_is_apart_from_its_words() -> None:
    found = labelled(Element("link", Box(10, 10, 300, 120), "See all of it"))
    assert kinds(found) == ["link", "text", "text"]  # the box is taken for a letter


def test_a_button_that_is_an_icon_is_one_label() -> None:
    place = Box(20, 100, 40, 40)
    found = labelled(Element("button", place), Element("icon", place.grow(-2), parent=0))
    assert [(it.kind, box_of(it)) for it in found] == [("button+icon", place.grow(-2))]


def test_a_text_whose_lines_cannot_be_seen_is_where_the_page_says() -> None:
    place = Box(200, 200, 100, 20)
    (label,) = labelled(Element("text", place, "white on white"))
    assert (label.kind, box_of(label)) == ("text", place)


def test_what_is_out_of_sight_or_holds_others_is_no_label() -> None:
    assert (
        labelled(
            Element("container", Box(0, 0, 200, 200)),
            Element("button", Box(399, 299, 50, 50)),
            Element("image", Box(-40, 10, 41, 40)),
        )
        == []
    )


def visualdiff(*arguments: str, without: str = "ultralytics", **variables: str) -> tuple[int, str]:
    """Run the command where a package is not installed, and return its status and what it said."""
    program = f"import sys; sys.modules[{without!r}] = None; "
    program += "from pytest_visualdiff.commands.main import main; sys.exit(main())"
    environment = {**os.environ, **variables}
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    return done.returncode, done.stdout + done.stderr


def test_the_command_adds_pages_before_it_trains(
    address: str, launch_options: dict[str, Any], tmp_path: Path
) -> None:
    data, browser = tmp_path / "data", launch_options.get("executable_path") or ""
    asked = ["train", "--data", str(data), "--from", address]
    status, said = visualdiff(*asked, VISUALDIFF_BROWSER=browser)
    assert f"3 new pages of your own in {data / 'pages'}\n" in said
    assert "visualdiff: Training needs ultralytics" in said
    assert "Traceback" not in said
    assert status == 2
    assert len([*(data / "pages").glob("*.png")]) == 3


def test_opening_addresses_needs_playwright_and_a_browser(address: str, tmp_path: Path) -> None:
    asked = ["train", "--data", str(tmp_path), "--from", address]
    status, said = visualdiff(*asked, without="playwright.sync_api")
    assert (status, len(said.splitlines())) == (2, 2)
    assert "needs Playwright, which is not installed" in said
    status, said = visualdiff(*asked, VISUALDIFF_BROWSER=str(tmp_path / "none"))
    assert (status, len(said.splitlines())) == (2, 2)
    assert "Chromium could not be started" in said
    assert "playwright install chromium" in said


def test_an_empty_picture_has_no_labels() -> None:
    assert labels_of(Inventory(()), np.zeros((4, 4, 3), np.uint8)) == []


def test_the_command_tells_where_there_are_no_such_baselines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tests").mkdir()
    asked = ["train", "--data", str(tmp_path / "data"), "--from-test-run", str(tmp_path / "tests")]
    assert main(asked) == 2
    assert "There are no baselines of pages with their elements" in capsys.readouterr().err
