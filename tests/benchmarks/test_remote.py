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
from benchmarks.remote.simulation import Costs, efficiency
from pytest_visualdiff.execution.remote.storage.blobs import RedisBlobs
from pytest_visualdiff.execution.remote.wire.documents import digest
from pytest_visualdiff.model import Job
from tests.support import screen, to_png
from tests.support.servers import RedisServer


def cost(cpu: float, analysis: float = 0.0, verdicts: str = "same") -> Cost:
    return Cost(10, 1.0, cpu, 0, 0, 10, analysis, {"page": verdicts}, 10)


def level(workers: int, cost: float) -> Level:
    """Return what became of ten tasks of a second for each worker; all parts took as long."""
    taken = 10 * workers * cost
    return Level(workers, 10 * workers, 11.0, 1.0, taken, taken, taken, taken, 100)


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
    levels = [level(workers, 0.01) for workers in (8, 32, 64)]
    values = {target.text: target.value for target in targets(costs, levels)}
    assert values == {
        "runs with other verdicts than the local one": 1,
        "client's CPU, times less than local": 5,
        "the same where all fail, which is drawn": 3,
        "second run's analysis, percent of the first's": 5,
        "efficiency of 32 workers, all on this machine": pytest.approx(10 / 11),
        "the same with processors of their own, by the model": pytest.approx(1 / 1.03, abs=0.01),
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
    assert min(level.redis, level.client, level.mains, level.processes) > 0
    assert level.busy == pytest.approx(
        (level.redis + level.client + level.mains + level.processes) / level.seconds
    )
    assert level.moved > 8 * 2 * len(pair.baseline)


COSTS = Costs(client=0.004, redis=0.002, main=0.003, process=0.006, comparison=0.2)


def test_one_worker_of_the_model_waits_for_nobody_but_itself() -> None:
    cycle = 0.2 + COSTS.redis + COSTS.main + COSTS.process
    for processors in (2, 8, None):
        assert efficiency(COSTS, 1, processors) == pytest.approx(0.2 / cycle, abs=0.005)


def test_the_model_does_no_more_than_its_processors_can() -> None:
    total = COSTS.client + COSTS.redis + COSTS.main + COSTS.process
    assert efficiency(COSTS, 64, 2) == pytest.approx(2 / total * 0.2 / 64, rel=0.02)
    # With processors of their own all wait for the one client, which takes most.
    of_client = Costs(0.01, 0.002, 0.003, 0.006, 0.2)
    assert efficiency(of_client, 64, None) == pytest.approx(0.2 / 0.01 / 64, rel=0.02)


def test_the_model_loses_more_the_more_wait() -> None:
    found = [efficiency(COSTS, workers, 2) for workers in (1, 8, 16, 32, 64)]
    assert found == sorted(found, reverse=True)
    assert efficiency(COSTS, 32, None) > efficiency(COSTS, 32, 2)
    assert efficiency(COSTS, 32, 2) == efficiency(COSTS, 32, 2)  # chance is the same each time
