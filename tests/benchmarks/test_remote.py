"""The benchmark of the pool measures what it says it measures."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.remote import scaling
from benchmarks.remote.__main__ import targets
from benchmarks.remote.counting import Counting
from benchmarks.remote.pictures import AFTER, BEFORE
from benchmarks.remote.scaling import Level, measure
from benchmarks.remote.session import WITHIN_LIMITS, Cost, Session, open_pool
from pytest_visualdiff.execution.remote.blobs import RedisBlobs
from pytest_visualdiff.execution.remote.documents import digest
from pytest_visualdiff.model import Job
from tests.execution.remote.servers import RedisServer
from tests.support import screen, to_png


def cost(cpu: float, analysis: float = 0.0, verdicts: str = "same") -> Cost:
    return Cost(10, 1.0, cpu, 0, 0, 10, analysis, {"page": verdicts}, 10)


def test_a_session_is_held_to_what_is_expected_of_the_pool() -> None:
    costs = {
        "no checks": cost(1),
        "local": cost(50),
        "remote, 1 worker process": cost(5, 40),
        "remote, 2 worker processes": cost(8, 40),
        "remote, once more": cost(4, 2),
        "remote, 4 worker processes": cost(10, 40),
        "local, all fail": cost(90),
        "remote, all fail, 2 worker processes": cost(30, 40, "another"),
    }
    levels = [Level(32, 320, 11.0, 1.0, 0.5, 100, 1.0), Level(64, 640, 20.0, 1.0, 1.0, 100, 1.0)]
    values = {target.text: target.value for target in targets(costs, levels)}
    assert values == {
        "runs with other verdicts than the local one": 1,
        "client's CPU, times less than local": 5,
        "the same where all fail, which is drawn": 3,
        "second run's analysis, percent of the first's": 5,
        "efficiency of 32 workers": pytest.approx(320 / 11 / 32),
    }
    assert {target.value for target in targets({}, [])} == {None}


def test_bytes_are_counted_on_their_way(redis_server: RedisServer) -> None:
    counting = Counting(redis_server.port)
    blobs = RedisBlobs(f"redis://127.0.0.1:{counting.port}/0")
    data = bytes(100_000)
    blobs.put({digest(data): data})
    assert 100_000 < counting.sent < 101_000
    assert counting.received < 1000
    assert blobs.get([digest(data)]) == [data]
    assert 100_000 < counting.received < 101_000
    counting.close()


def test_a_session_costs_what_it_costs_and_its_second_run_asks_nobody(tmp_path: Path) -> None:
    for name, badge in ((BEFORE, False), (AFTER, True)):
        for number in range(3):
            picture = tmp_path / name / f"{number}.png"
            picture.parent.mkdir(exist_ok=True)
            picture.write_bytes(to_png(screen(button=(number, 0, 99), badge=badge)))
    session = Session(tmp_path, 3)
    here = session.here(WITHIN_LIMITS)
    with open_pool(1) as pool:
        first, again = session.there(pool, WITHIN_LIMITS), session.there(pool, WITHIN_LIMITS)
    assert here.verdicts == first.verdicts == again.verdicts
    assert len(here.verdicts) == 3
    assert (here.remote, first.remote, again.remote) == (0, 3, 3)
    assert (first.asked, again.asked) == (3, 0)
    assert first.analysis > again.analysis == 0
    assert first.sent > again.sent > 0
    assert here.cpu > 0


def test_workers_that_sleep_do_all_but_compare(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scaling, "_SECONDS", 1.0)
    pair = Job(to_png(screen()), to_png(screen(badge=True)))
    (level,) = measure(pair, 0.25, [2])
    assert level.tasks == 8
    assert level.seconds >= 1
    assert 0 < level.efficiency <= 1
    assert level.redis > 0
    assert level.moved > 8 * 2 * len(pair.baseline)
