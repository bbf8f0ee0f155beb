"""Names that every file system takes, and files that are never half there."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_visualdiff.files import read_regular, safe_name, write_atomically


@pytest.mark.parametrize(
    "plain", ["cart", "test_cart[dark-800x600]", "Warenkorb übersicht", "v1.2", "購物車"]
)
def test_a_harmless_name_stays_as_it_is(plain: str) -> None:
    assert safe_name(plain) == plain


@pytest.mark.parametrize(
    "hostile",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "..",
        ".",
        "",
        "C:\\x",
        "a/b",
        "CON",
        "nul.png",
        "x.",
        " x",
    ],
)
def test_a_hostile_name_becomes_a_harmless_one(hostile: str, tmp_path: Path) -> None:
    name = safe_name(hostile)
    assert name != hostile
    assert (tmp_path / f"{name}.png").resolve().parent == tmp_path.resolve()
    (tmp_path / f"{name}.png").write_bytes(b"")


@given(st.text())
def test_every_name_is_one_short_visible_component(text: str) -> None:
    name = safe_name(text)
    assert name
    assert "/" not in name
    assert "\\" not in name
    assert name == name.strip(" .")
    assert len(name.encode()) <= 120


@given(st.text(), st.text())
def test_two_texts_share_a_name_only_if_they_are_equal(one: str, other: str) -> None:
    assert (safe_name(one) == safe_name(other)) == (one == other)


def test_long_names_keep_their_beginning_and_stay_apart() -> None:
    one, other = safe_name("é" * 200 + "1"), safe_name("é" * 200 + "2")
    assert one != other
    assert one.startswith("é" * 50)


def test_a_file_is_replaced_only_if_asked(tmp_path: Path) -> None:
    path = tmp_path / "cart.png"
    assert write_atomically(path, b"first", overwrite=False)
    assert not write_atomically(path, b"second", overwrite=False)
    assert path.read_bytes() == b"first"
    assert write_atomically(path, b"third", overwrite=True)
    assert path.read_bytes() == b"third"


def test_without_hard_links_a_file_is_still_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("this file system has no hard links")

    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "cart.png"
    assert write_atomically(path, b"first", overwrite=False)
    assert not write_atomically(path, b"second", overwrite=False)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [
        ("cart.png", b"first")
    ]


def test_a_failed_write_leaves_the_old_file_and_no_rubbish(tmp_path: Path) -> None:
    target = tmp_path / "cart.png"
    target.mkdir()  # a file cannot take the place of a folder
    with pytest.raises(OSError, match="directory"):
        write_atomically(target, b"data", overwrite=True)
    assert list(tmp_path.iterdir()) == [target]


def test_readers_never_see_half_a_file(tmp_path: Path) -> None:
    path = tmp_path / "cart.png"
    versions = [bytes([number]) * 200_000 for number in range(4)]
    write_atomically(path, versions[0], overwrite=True)
    seen: set[bytes] = set()
    stop = threading.Event()

    def write(data: bytes) -> None:
        while not stop.is_set():
            write_atomically(path, data, overwrite=True)

    writers = [threading.Thread(target=write, args=(data,)) for data in versions]
    for writer in writers:
        writer.start()
    for _ in range(200):
        seen.add(path.read_bytes())
    stop.set()
    for writer in writers:
        writer.join()
    assert seen <= set(versions)
    assert list(tmp_path.iterdir()) == [path]


def _fifo(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("make", [_fifo, Path.mkdir, lambda it: it.symlink_to("/dev/zero")])
def test_only_regular_files_are_read(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / "odd")
    with pytest.raises(OSError, match=r"it is a (folder|pipe).*, and no file"):
        read_regular(tmp_path / "odd")


def test_a_regular_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"\r\n\x1a")
    assert read_regular(tmp_path / "plain") == b"\r\n\x1a"
    with pytest.raises(OSError, match="not one that files have"):
        read_regular(tmp_path / "a\0b")
