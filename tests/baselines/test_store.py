"""Baselines beside the test: found, written whole, and never lost."""

from __future__ import annotations

import io
import json
import os
import tracemalloc
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pytest_visualdiff.baselines.store import (
    Baseline,
    BaselineStore,
    Variant,
    baseline_folder,
    prune,
    recorded,
    recorded_check,
)
from pytest_visualdiff.errors import BaselineError
from pytest_visualdiff.files import write_atomically
from pytest_visualdiff.model import Box, Capture, Element, Inventory, Size
from tests.support import screen, to_png

LINUX = Variant("chromium-linux", "chromium")
PNG = to_png(screen())
CAPTURE = Capture(PNG, Size(160, 100), 1.0, {"source": "playwright", "browser": "chromium"})
OTHER = Capture(to_png(screen(badge=True)), Size(160, 100), 1.0, {"source": "picture"})


@pytest.fixture
def store(tmp_path: Path) -> BaselineStore:
    return BaselineStore(baseline_folder(tmp_path / "test_shop.py", "test_cart[dark]"))


def test_the_path_is_the_contract(store: BaselineStore, tmp_path: Path) -> None:
    folder = tmp_path / "__visual__" / "test_shop" / "test_cart[dark]"
    assert store.path("total", LINUX) == folder / "total.chromium-linux.png"
    assert store.path("total", None) == folder / "total.png"


def test_no_name_leaves_the_folder(store: BaselineStore) -> None:
    for name in ("../../x", "/etc/x", "a/../../b", "..\\x"):
        assert store.path(name, Variant("../../y")).parent == store.folder


def test_what_was_written_is_found(store: BaselineStore) -> None:
    assert store.find("total", LINUX) is None
    path = store.path("total", LINUX)
    store.write(path, CAPTURE, overwrite=False)
    assert store.find("total", LINUX) == Baseline(path, PNG, False, CAPTURE.environment)


def test_the_sidecar_says_what_the_picture_is(store: BaselineStore) -> None:
    path = store.path("total", LINUX)
    store.write(path, CAPTURE, overwrite=False)
    sidecar = json.loads(path.with_suffix(".json").read_text())
    keys = ["schema", "sha256", "pixels", "size", "scale", "environment", "elements"]
    assert list(sidecar) == keys
    assert (sidecar["schema"], sidecar["size"], sidecar["scale"]) == (1, [160, 100], 1.0)
    assert sidecar["environment"] == {"browser": "chromium", "source": "playwright"}


BUTTON = Element("button", Box(8, 8, 90, 32), "Place “order”", "#order", style={"color": "#fff"})
PANEL = Element("container", Box(0, 0, 160, 100), path="#panel")


def test_elements_are_kept_in_the_sidecar_a_line_each(store: BaselineStore) -> None:
    elements = Inventory((PANEL, replace(BUTTON, parent=0)))
    path = store.path("total", LINUX)
    store.write(path, replace(CAPTURE, elements=elements), overwrite=False)
    found = store.find("total", LINUX)
    assert found
    assert found.elements == elements
    first = path.with_suffix(".json").read_text("utf-8").splitlines()
    changed = Inventory((PANEL, replace(BUTTON, parent=0, text="Pay")))
    store.write(path, replace(CAPTURE, elements=changed), overwrite=True)
    second = path.with_suffix(".json").read_text("utf-8").splitlines()
    pairs = [pair for pair in zip(first, second, strict=True) if pair[0] != pair[1]]
    assert len(pairs) == 1
    assert '"text":"Place “order”"' in pairs[0][0]


@pytest.mark.parametrize("elements", ["null", "[]", "{}", '{"styles": {}, "elements": [{}]}'])
def test_a_baseline_without_elements_is_one_all_the_same(
    store: BaselineStore, elements: str
) -> None:
    path = store.path("total", LINUX)
    store.write(path, CAPTURE, overwrite=False)
    sidecar = path.with_suffix(".json")
    sidecar.write_text(sidecar.read_text().replace('"elements": null', f'"elements": {elements}'))
    found = store.find("total", LINUX)
    assert found
    assert (found.environment, found.elements) == (CAPTURE.environment, None)


def test_the_sidecar_says_which_check_it_is_of(store: BaselineStore) -> None:
    path = store.path("cart/total", Variant("chromium-linux", "chromium"))
    store.write(path, CAPTURE, overwrite=False, check="cart/total")
    assert recorded_check(path) == path.stem.removesuffix(".chromium-linux")
    store.write(path, CAPTURE, overwrite=True)
    assert recorded_check(path) is None
    path.with_suffix(".json").write_text("[]", "utf-8")
    assert recorded_check(path) is None


def test_an_existing_baseline_stays_unless_asked(store: BaselineStore) -> None:
    path = store.path("total", None)
    store.write(path, CAPTURE, overwrite=False)
    before = {file.name: file.read_bytes() for file in store.folder.iterdir()}
    store.write(path, OTHER, overwrite=False)
    assert {file.name: file.read_bytes() for file in store.folder.iterdir()} == before
    store.write(path, OTHER, overwrite=True)
    assert path.read_bytes() == OTHER.png


def test_another_platform_stands_in_for_a_missing_one(store: BaselineStore) -> None:
    mac = store.path("total", Variant("chromium-darwin", "chromium"))
    store.write(mac, CAPTURE, overwrite=False)
    store.write(store.path("total", Variant("firefox-linux", "firefox")), OTHER, overwrite=False)
    store.write(store.path("total.old", LINUX), OTHER, overwrite=False)
    assert store.find("total", LINUX) == Baseline(mac, PNG, True, CAPTURE.environment)


def test_only_for_a_browser_and_only_the_same(store: BaselineStore) -> None:
    store.write(store.path("total", Variant("firefox-linux", "firefox")), CAPTURE, overwrite=False)
    assert store.find("total", LINUX) is None
    assert store.find("total", Variant("mobile")) is None
    assert store.find("total", None) is None


def test_the_environment_is_known_while_picture_and_sidecar_belong_together(
    store: BaselineStore,
) -> None:
    path = store.path("total", LINUX)
    store.write(path, CAPTURE, overwrite=False)
    found = store.find("total", LINUX)
    assert found
    assert found.environment == CAPTURE.environment
    path.write_bytes(OTHER.png)  # replaced by hand
    replaced = store.find("total", LINUX)
    assert replaced
    assert replaced.environment is None


@pytest.mark.parametrize("sidecar", ["", "[]", "{}", "{half", '{"sha256": 1}'])
def test_a_broken_sidecar_is_as_good_as_none(store: BaselineStore, sidecar: str) -> None:
    path = store.path("total", LINUX)
    store.write(path, CAPTURE, overwrite=False)
    path.with_suffix(".json").write_text(sidecar)
    found = store.find("total", LINUX)
    assert found
    assert found.environment is None


@pytest.mark.parametrize(
    ("environment", "known"),
    [("null", None), ('"linux"', None), ('{"fingerprint": null}', {"fingerprint": "None"})],
)
def test_an_environment_that_was_edited_is_texts_or_none(
    store: BaselineStore, environment: str, known: dict[str, str] | None
) -> None:
    path = store.path("total", LINUX)
    store.write(path, CAPTURE, overwrite=False)
    sidecar = json.loads(path.with_suffix(".json").read_text())
    sidecar["environment"] = json.loads(environment)
    path.with_suffix(".json").write_text(json.dumps(sidecar))
    found = store.find("total", LINUX)
    assert found
    assert found.environment == known


def test_a_folder_in_the_way_is_an_error_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "__visual__").write_text("a file where the folder should be")
    store = BaselineStore(baseline_folder(tmp_path / "test_shop.py", "test_cart"))
    with pytest.raises(BaselineError, match=r"Could not write the baseline .*total.png"):
        store.write(store.path("total", None), CAPTURE, overwrite=False)


def test_a_baseline_that_cannot_be_read_is_an_error_that_says_so(store: BaselineStore) -> None:
    store.path("total", None).mkdir(parents=True)
    with pytest.raises(BaselineError, match=r"Could not read the baseline .*total.png"):
        store.find("total", None)


def test_pruning_takes_the_sidecar_and_the_empty_folders_along(
    store: BaselineStore, tmp_path: Path
) -> None:
    first, second = store.path("total", None), store.path("clock", None)
    store.write(first, CAPTURE, overwrite=False)
    store.write(second, CAPTURE, overwrite=False)
    assert list(recorded(tmp_path)) == [second, first]
    prune(first)
    assert sorted(path.name for path in store.folder.iterdir()) == ["clock.json", "clock.png"]
    prune(second)
    assert list(tmp_path.iterdir()) == []


def test_a_baseline_that_cannot_be_deleted_is_an_error_that_says_so(store: BaselineStore) -> None:
    path = store.path("total", None)
    path.mkdir(parents=True)
    with pytest.raises(BaselineError, match=r"Could not delete the baseline .*total.png"):
        prune(path)


def recompressed(png: bytes) -> bytes:
    """Return the same pixels in another file, in a palette, as an optimiser writes them."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    buffer = io.BytesIO()
    image.convert("P", palette=Image.Palette.ADAPTIVE, colors=256).save(
        buffer, "PNG", optimize=True
    )
    assert (np.asarray(Image.open(buffer).convert("RGB")) == np.asarray(image)).all()
    return buffer.getvalue()


@pytest.fixture
def written(store: BaselineStore) -> Path:
    """Return the file of a baseline with its sidecar."""
    path = store.path("total", LINUX)
    store.write(path, CAPTURE, overwrite=False)
    return path


def test_a_picture_that_an_optimiser_wrote_again_keeps_its_sidecar(
    store: BaselineStore, written: Path
) -> None:
    written.write_bytes(recompressed(PNG))
    found = store.find("total", LINUX)
    assert found is not None
    assert (found.environment, found.trouble) == (CAPTURE.environment, None)


@pytest.mark.parametrize(
    ("sidecar", "said"),
    [
        (b"<<<<<<< HEAD\n{}", "total.chromium-linux.json cannot be read"),
        (b"[" * 200_000, "total.chromium-linux.json cannot be read"),
        (b"{}", "total.chromium-linux.json cannot be read"),
    ],
)
def test_a_broken_sidecar_is_said(
    store: BaselineStore, written: Path, sidecar: bytes, said: str
) -> None:
    written.with_suffix(".json").write_bytes(sidecar)
    found = store.find("total", LINUX)
    assert found is not None
    assert found.environment is None
    assert found.trouble is not None
    assert found.trouble.startswith(said)


def test_the_sidecar_of_another_picture_is_said(store: BaselineStore, written: Path) -> None:
    written.write_bytes(OTHER.png)
    found = store.find("total", LINUX)
    assert found is not None
    assert found.trouble is not None
    assert "is of another picture" in found.trouble


def test_a_picture_without_a_sidecar_is_in_order(store: BaselineStore, written: Path) -> None:
    written.with_suffix(".json").unlink()
    found = store.find("total", LINUX)
    assert found is not None
    assert found.trouble is None


def test_a_link_to_nowhere_is_an_error_and_no_missing_baseline(
    store: BaselineStore, written: Path
) -> None:
    written.unlink()
    written.symlink_to(".git/annex/objects/gone.png")
    with pytest.raises(BaselineError, match="which is not there"):
        store.find("total", LINUX)


def test_where_the_sidecar_cannot_be_written_the_picture_stays_as_it_was(
    store: BaselineStore, written: Path
) -> None:
    sidecar = written.with_suffix(".json")
    sidecar.unlink()
    sidecar.mkdir()
    with pytest.raises(BaselineError, match="Could not write the baseline"):
        store.write(written, OTHER, overwrite=True)
    assert written.read_bytes() == PNG


def test_what_a_killed_writer_left_is_cleared_away(store: BaselineStore, written: Path) -> None:
    old, young = (written.with_name(f".{digit * 32}.tmp") for digit in "ab")
    for path in (old, young):
        path.touch()
    os.utime(old, (0, 0))
    store.write(written, OTHER, overwrite=True)
    assert (old.exists(), young.exists()) == (False, True)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(store: BaselineStore, written: Path) -> None:
    sidecar = written.with_suffix(".json")
    sidecar.unlink()
    os.mkfifo(sidecar)
    found = store.find("total", LINUX)
    assert found is not None
    assert found.trouble is not None
    written.unlink()
    os.mkfifo(written)
    with pytest.raises(BaselineError, match="it is a pipe, a device or a socket"):
        store.find("total", LINUX)


def test_a_new_picture_is_there_only_once_its_sidecar_is(
    store: BaselineStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, list[str]]] = []

    def watched(path: Path, data: bytes, *, overwrite: bool) -> bool:
        seen.append((path.suffix, sorted(it.suffix for it in store.folder.glob("[!.]*"))))
        return write_atomically(path, data, overwrite=overwrite)

    monkeypatch.setattr("pytest_visualdiff.baselines.store.write_atomically", watched)
    store.write(store.path("total", LINUX), CAPTURE, overwrite=False)
    assert seen == [(".json", []), (".png", [".json"])]


def test_a_picture_too_large_to_decode_is_not_decoded_for_its_sidecar(
    store: BaselineStore, written: Path
) -> None:
    written.write_bytes(to_png(Image.new("1", (30_000, 4_000))))
    tracemalloc.start()
    found = store.find("total", LINUX)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found is not None
    assert found.trouble is not None
    assert most < 10_000_000
