"""The results of each check in the last runs, in ``.visualdiff/history.db`` of pytest's root.

Pytest's own process writes it at the end of a run, and ``visualdiff flaky`` reads it. No verdict
depends on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_visualdiff.model import Box

if TYPE_CHECKING:
    import sqlite3

FOLDER = ".visualdiff"
"""The folder in pytest's root that the history is kept in."""

FILE = "history.db"
"""The SQLite database in `FOLDER`."""

RESULTS_OF_A_CHECK = 50
"""How many results of one check are kept, the last ones."""

RESULTS = 20_000
"""How many results of all checks are kept, the last ones."""

DAYS = 90
"""How many days a result is kept."""

_AREAS_OF_A_RESULT = 20
"""How many areas of one result are kept, the first ones."""

_LONGEST_TEXT = 200
"""Characters that are kept of a changed text."""

_LONGEST_NAME = 60
"""Characters of an element's text that name it."""

_LOCK_TIMEOUT = 2.0
"""Seconds to wait for another run that is writing."""

_VERSION = 1
"""SQLite's ``user_version`` of a database of these tables."""

_TABLES = """
CREATE TABLE IF NOT EXISTS checks (
    id INTEGER PRIMARY KEY, node_id TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (node_id, name)
);
CREATE TABLE IF NOT EXISTS results (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    check_id INTEGER NOT NULL REFERENCES checks ON DELETE CASCADE,
    at TEXT NOT NULL,
    status TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS results_of_a_check ON results (check_id);
CREATE TABLE IF NOT EXISTS areas (
    result_id INTEGER NOT NULL REFERENCES results ON DELETE CASCADE,
    found_as TEXT NOT NULL, kind TEXT NOT NULL, element TEXT, path TEXT, before TEXT, after TEXT,
    x INTEGER, y INTEGER, w INTEGER, h INTEGER
);
CREATE INDEX IF NOT EXISTS areas_of_a_result ON areas (result_id);
PRAGMA user_version = 1;
"""
"""SQL that makes the tables of a new database."""


class Area(NamedTuple):
    """An area in which a check differed in one run.

    Attributes
    ----------
    found_as : {"defect", "unstable", "dismissed"}
    kind : str
        The kind of defect, or the reason for which it was dismissed.
    element : str
        The element in words, such as ``text '12:30'``; empty if not known.
    path : str
        The element's selector; empty if it has none.
    before, after : str
        The old and the new text.
    box : Box or None
        Its place in both pictures, in pixels.
    """

    found_as: str
    kind: str
    element: str
    path: str
    before: str
    after: str
    box: Box | None


class Outcome(NamedTuple):
    """The result of a check in one run.

    Attributes
    ----------
    status : str
        One of `pytest_visualdiff.model.Status`.
    areas : tuple of Area
        Where it differed.
    """

    status: str
    areas: tuple[Area, ...]


class Remembered(NamedTuple):
    """A check and its results in recent runs, the oldest first."""

    node_id: str
    name: str
    outcomes: tuple[Outcome, ...]


class HistoryError(Exception):
    """The history cannot be read or written; the text says why."""


def record(root: Path, results: Sequence[Mapping[str, Any]], at: datetime) -> None:
    """Add the results of a run, and delete those that are too old.

    Parameters
    ----------
    root : Path
        Pytest's root folder.
    results : sequence of mapping
        Entries as ``Result.to_wire`` makes them; those of one check in the order they were made.
    at : datetime
        When the run was.

    Raises
    ------
    HistoryError
        If the database cannot be written.
    """
    try:
        folder = root / FOLDER
        folder.mkdir(exist_ok=True)
        if not (ignored := folder / ".gitignore").exists():
            ignored.write_text("# Made by pytest-visualdiff.\n*\n", "utf-8")
    except OSError as error:
        raise HistoryError(f"{folder}: {error.strerror or error}") from None
    with _open(folder / FILE) as database:
        if _version(database) == 0:
            database.executescript(_TABLES)
        with database:
            touched = {_add(database, result, at.isoformat()) for result in results}
            _forget(database, touched, (at - timedelta(days=DAYS)).isoformat())


def read(file: Path) -> list[Remembered]:
    """Return every check in the history, by node id and name.

    Raises
    ------
    HistoryError
        If the database cannot be read.
    """
    with _open(file) as database:
        if _version(database) == 0:
            return []
        areas: dict[int, list[Area]] = {}
        for number, *texts, x, y, w, h in database.execute(
            "SELECT result_id, found_as, kind, element, path, before, after, x, y, w, h FROM areas"
        ):
            box = None if x is None else Box(x, y, w, h)
            areas.setdefault(number, []).append(Area._make((*texts, box)))
        checks: dict[tuple[str, str], list[Outcome]] = {}
        for number, node_id, name, status in database.execute(
            "SELECT results.id, node_id, name, status FROM results"
            " JOIN checks ON checks.id = check_id ORDER BY node_id, name, results.id"
        ):
            outcome = Outcome(status, tuple(areas.get(number, ())))
            checks.setdefault((node_id, name), []).append(outcome)
    return [Remembered(*key, tuple(outcomes)) for key, outcomes in checks.items()]


@contextmanager
def _open(file: Path) -> Iterator[sqlite3.Connection]:
    """Open the database; what SQLite cannot do with it is a `HistoryError`."""
    try:
        import sqlite3  # some builds of Python have none
    except ImportError as error:
        raise HistoryError(f"{file}: {error}") from None
    try:
        with closing(sqlite3.connect(file, timeout=_LOCK_TIMEOUT)) as database:
            database.execute("PRAGMA foreign_keys = ON")
            if _version(database) not in (0, _VERSION):
                raise HistoryError(f"{file}: another version of pytest-visualdiff made it")
            yield database
    except sqlite3.Error as error:
        raise HistoryError(f"{file}: {error}") from None


def _version(database: sqlite3.Connection) -> int:
    (version,) = database.execute("PRAGMA user_version").fetchone()
    return int(version)


def _add(database: sqlite3.Connection, result: Mapping[str, Any], at: str) -> int:
    """Add a result and return the number of its check."""
    names = _written(result["node_id"]), _written(result["name"])
    database.execute("INSERT OR IGNORE INTO checks (node_id, name) VALUES (?, ?)", names)
    (check,) = database.execute(
        "SELECT id FROM checks WHERE node_id = ? AND name = ?", names
    ).fetchone()
    added = database.execute(
        "INSERT INTO results (check_id, at, status) VALUES (?, ?, ?)",
        (check, at, result["status"]),
    ).lastrowid
    database.executemany(
        "INSERT INTO areas VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (added, *map(_written, area[:-1]), *(area.box.to_wire() if area.box else (None,) * 4))
            for area in areas_of(result)
        ],
    )
    return int(check)


def _forget(database: sqlite3.Connection, touched: set[int], since: str) -> None:
    database.executemany(
        "DELETE FROM results WHERE check_id = :check AND id NOT IN"
        " (SELECT id FROM results WHERE check_id = :check ORDER BY id DESC LIMIT :most)",
        [{"check": check, "most": RESULTS_OF_A_CHECK} for check in touched],
    )
    database.execute(
        "DELETE FROM results WHERE at < ? OR id <= (SELECT max(id) FROM results) - ?",
        (since, RESULTS),
    )
    database.execute("DELETE FROM checks WHERE id NOT IN (SELECT check_id FROM results)")


def areas_of(result: Mapping[str, Any]) -> list[Area]:
    """Return where a check differed: its root-cause defects, then what was dismissed.

    What is ignored, or belongs to a defect, is no area of its own.
    """
    unstable = (result["comparison"] or {}).get("unstable", [])
    found = [
        *(_area("defect", it["kind"], it) for it in result["defects"] if not it["caused_by"]),
        *(_area("unstable", it["kind"], it) for it in unstable),
        *(
            _area("dismissed", it["reason"], it)
            for it in result["dismissed"]
            if it["reason"] != "ignored" and not it["reason"].startswith("explained_by:")
        ),
    ]
    return found[:_AREAS_OF_A_RESULT]


def _area(found_as: str, kind: str, entry: Mapping[str, Any]) -> Area:
    boxes = [Box(*box) for box in (entry.get("box"), entry.get("box_after")) if box]
    element = entry.get("element") or {}
    texts = entry.get("text") or {}
    before, after = ("".join(texts.get(when, ()))[:_LONGEST_TEXT] for when in ("before", "after"))
    words = f"{element['kind']} {element['text'][:_LONGEST_NAME]!r}" if element.get("text") else ""
    return Area(
        found_as,
        kind,
        words or element.get("kind", ""),
        element.get("path") or "",
        before,
        after,
        Box.around(boxes) if boxes else None,
    )


def _written(text: str) -> str:
    """Return a text that a database accepts: the name of a file need not be Unicode."""
    return text.encode(errors="backslashreplace").decode()
