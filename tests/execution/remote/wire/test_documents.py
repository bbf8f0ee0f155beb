"""An answer counts only if it is whole and answers exactly what was asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from pytest_visualdiff.errors import InvalidPictureError
from pytest_visualdiff.execution.local import run
from pytest_visualdiff.execution.remote.wire.documents import (
    COMPARE,
    InvalidAnswerError,
    Question,
    Stamp,
    answer,
    digest,
    from_wire,
    read_answer,
    to_wire,
)
from pytest_visualdiff.model import Job
from tests.support import screen, to_png
from tests.support.tools import TOOLS

JOB = Job(to_png(screen()), to_png(screen(badge=True)))
STAMP = Stamp.of(COMPARE, *map(digest, (JOB.baseline, JOB.actual, to_wire(Question.of(JOB)))))
EXECUTION = run(JOB, TOOLS)
ANSWER = answer(STAMP, EXECUTION)


def sealed(document: Mapping[str, Any]) -> bytes:
    """Return an answer whose own digest is right, whatever it says."""
    body = json.dumps(document).encode()
    return digest(body).encode() + b"\n" + body


def opened() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(ANSWER.partition(b"\n")[2])
    return document


def test_an_answer_is_the_comparison_and_says_that_it_was_made_elsewhere() -> None:
    read = read_answer(ANSWER, STAMP)
    assert read == replace(EXECUTION, executed_on="remote")


def test_an_error_of_the_pictures_is_an_answer() -> None:
    error = InvalidPictureError("It is none.", "Give one.")
    with pytest.raises(InvalidPictureError) as raised:
        read_answer(answer(STAMP, error), STAMP)
    assert str(raised.value) == str(error)


@pytest.mark.parametrize("part", ["baseline", "actual", "question", "model", "version", "task"])
def test_an_answer_to_something_else_is_none(part: str) -> None:
    changes: dict[str, Any] = {part: "another"}
    other = replace(STAMP, **changes)
    assert other.key != STAMP.key
    with pytest.raises(InvalidAnswerError, match="something else"):
        read_answer(answer(other, EXECUTION), STAMP)


def test_every_flipped_bit_is_seen() -> None:
    for place in range(0, len(ANSWER), 97):
        flipped = bytearray(ANSWER)
        flipped[place] ^= 1 << place % 8
        with pytest.raises(InvalidAnswerError, match="damaged"):
            read_answer(bytes(flipped), STAMP)


@pytest.mark.parametrize("data", [b"", b"\n", b"nothing", b"\x80\x04N.", ANSWER[:-1]])
def test_garbage_is_no_answer(data: bytes) -> None:
    with pytest.raises(InvalidAnswerError, match="damaged"):
        read_answer(data, STAMP)


@pytest.mark.parametrize(
    "document",
    [
        {},
        [],
        opened() | {"comparison": {}},
        opened() | {"comparison": None},
        opened() | {"timings": None},
        opened() | {"timings": {"total": float("nan")}},
        opened() | {"error": {"type": "SystemExit", "problem": "a", "remedy": "b"}},
        opened() | {"error": {"type": "OptionError", "problem": 1, "remedy": "b"}},
        opened() | {"error": "broken"},
    ],
)
def test_what_this_version_does_not_know_is_no_answer(document: Any) -> None:
    with pytest.raises(InvalidAnswerError, match="none that this version knows"):
        read_answer(sealed(document), STAMP)


@pytest.mark.parametrize("data", [b"", b"[]", b'{"schema": 2}', b'{"schema": 1}'])
def test_a_question_of_another_schema_is_none(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_wire(Question, data)
