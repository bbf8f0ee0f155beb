"""What works and what does not, said in lines that tell what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_visualdiff.commands.doctor import browsers_here
from pytest_visualdiff.commands.main import main
from tests.support.servers import RedisServer, WorkerProcess, free_port


@pytest.fixture(autouse=True)
def no_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VISUALDIFF_BROKER_URL", "CELERY_BROKER_URL"):
        monkeypatch.delenv(name, raising=False)


def test_without_a_pool_it_looks_at_what_is_here(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--example"]) == 0
    said = capsys.readouterr().out
    assert "good    pytest-visualdiff" in said
    assert "good    texts are read with" in said
    assert "good    browsers are driven by playwright and selenium" in said
    assert "a comparison of real size:" in said
    assert "broker" not in said


def test_a_pool_that_has_to_be_there_is_missed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--async"]) == 1
    assert "problem pool: The remote pool has no address" in capsys.readouterr().out


def test_a_broker_that_is_not_there_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"redis://:secret@127.0.0.1:{free_port()}/0"
    monkeypatch.setenv("VISUALDIFF_BROKER_URL", url)
    assert main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert said.count("cannot be reached. Start it, or correct its address.") == 3
    assert "secret" not in said


def test_without_a_worker_it_says_how_to_start_one(
    redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VISUALDIFF_BROKER_URL", redis_server.url)
    assert main(["doctor"]) == 1
    assert "problem no worker is there. Start one: visualdiff worker" in capsys.readouterr().out


def test_a_pool_that_works(
    worker: WorkerProcess, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VISUALDIFF_BROKER_URL", worker.places.broker)
    assert main(["doctor", "--async", "--example"]) == 0
    said = capsys.readouterr().out
    assert "good    a small comparison: the same, " in said
    assert "good    a comparison of real size: the same, " in said
    assert "good    an analysis by the pool: " in said
    assert "good    0 tasks wait" in said
    assert f"good    worker {worker.name}/" in said
    main(["doctor"])
    said = capsys.readouterr().out
    assert "good    2 of 2 comparisons of the last days done (100.0%)" in said
    assert "good    1 of 1 analyses of the last days done (100.0%)" in said


def test_a_worker_of_another_version_is_a_problem(
    redis_server: RedisServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("VISUALDIFF_BROKER_URL", redis_server.url)
    other = "import pytest_visualdiff; pytest_visualdiff.__version__ = '0.0.9'"
    with WorkerProcess(tmp_path, redis_server.places, program=other) as worker:
        assert main(["doctor"]) == 1
        said = capsys.readouterr().out
    assert f"problem worker {worker.name}/" in said
    assert "version 0.0.9" in said
    assert "other code than here, so its word does not count" in said


def test_browsers_are_looked_for_in_the_search_path_and_where_playwright_puts_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    places = {"PATH": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "own")}
    assert browsers_here(places) == []
    for name, value in places.items():
        monkeypatch.setenv(name, value)
    main(["doctor"])
    assert "watch   no browser was found. Install one" in capsys.readouterr().out
    (tmp_path / "firefox").touch(mode=0o755)
    (tmp_path / "own" / "chromium_headless_shell-1187").mkdir(parents=True)
    there = [str(tmp_path / "firefox"), str(tmp_path / "own" / "chromium_headless_shell-1187")]
    assert browsers_here(places) == there
    main(["doctor"])
    assert f"good    browsers: {', '.join(there)}" in capsys.readouterr().out
