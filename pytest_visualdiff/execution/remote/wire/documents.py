"""What travels: a question, and the answer with all that it is an answer to. JSON, versioned."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias, TypeVar

from pytest_visualdiff import errors
from pytest_visualdiff.detection.inventory import Analysis
from pytest_visualdiff.errors import InvalidPictureError, OptionError, VisualDiffError
from pytest_visualdiff.execution import Execution
from pytest_visualdiff.execution.remote.wire.codec import decode, encode
from pytest_visualdiff.execution.remote.wire.identity import model, version
from pytest_visualdiff.model import Comparison, Inventory, Job, Settings

_Asked = TypeVar("_Asked")

SCHEMA = 1
"""Version of every message and of every document; another one is another queue and other keys."""

COMPARE = "pytest_visualdiff.compare_reference_with_actual"
ANALYSE = "pytest_visualdiff.generate_test_from_screenshot"

Outcome: TypeAlias = Execution | Analysis
"""What a task leads to: of `COMPARE` the first, of `ANALYSE` the second."""

OF_THE_PICTURES = (InvalidPictureError, OptionError)
"""Errors that the pictures and the settings lead to, here as there: they are answers."""


class InvalidAnswerError(Exception):
    """What was found is no answer to what was asked; ``str()`` says why, in half a sentence."""


@dataclass(frozen=True, slots=True)
class Question:
    """A `Job` without its pictures."""

    settings: Settings
    same_environment: bool | None
    elements_before: Inventory | None
    elements_after: Inventory | None

    @classmethod
    def of(cls, job: Job) -> Question:
        """Return what is asked of the pictures of a job."""
        return cls(job.settings, job.same_environment, job.elements_before, job.elements_after)

    def job(self, baseline: bytes, actual: bytes) -> Job:
        """Return the job with its pictures, the PNG files ``baseline`` and ``actual``."""
        return Job(
            baseline, actual, self.settings, self.same_environment,
            self.elements_before, self.elements_after,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """What is asked of one picture: its elements, found by this model, with texts in a language."""

    language: str
    model: str = "auto"


def to_wire(question: Question | Reading) -> bytes:
    """Return the document of a question, which is kept beside the pictures."""
    return _dump({"schema": SCHEMA, "question": encode(question)})


def from_wire(kind: type[_Asked], data: bytes) -> _Asked:
    """Return the question that `to_wire` wrote.

    Parameters
    ----------
    kind : type
        `Question` or `Reading`.
    data : bytes
        The document.

    Raises
    ------
    ValueError
        If the document is none, or of another schema.
    """
    document = json.loads(data)
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise ValueError("another schema")
    return decode(kind, document.get("question"))


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an answer depends on, by digest; it repeats it, and is kept under a key made of it.

    Attributes
    ----------
    task : str
        The name of the task.
    baseline, actual, question : str
        SHA-256 of the two PNG files and of the question's document; ``actual`` is empty for a task
        that is about one picture.
    model, version : str
        See `identity`.
    schema : int
    """

    task: str
    baseline: str
    actual: str
    question: str
    model: str
    version: str
    schema: int = SCHEMA

    @classmethod
    def of(cls, task: str, baseline: str, actual: str, question: str) -> Stamp:
        """Return the stamp of a task by the code that runs here.

        Parameters
        ----------
        task : str
            The name of the task.
        baseline, actual, question : str
            SHA-256 of the two PNG files and of the question's document.
        """
        return cls(task, baseline, actual, question, model(), version())

    @property
    def key(self) -> str:
        """The name that the answer is kept under."""
        return digest(_dump(asdict(self)))


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal digits: the name that they are kept under."""
    return hashlib.sha256(data).hexdigest()


def answer(stamp: Stamp, outcome: Outcome | VisualDiffError) -> bytes:
    """Return the document of an answer, with its own digest before it.

    Parameters
    ----------
    stamp : Stamp
        What it is an answer to.
    outcome : Execution, Analysis or VisualDiffError
        What the task led to; an error is one of `OF_THE_PICTURES`.
    """
    document: dict[str, Any] = {"stamp": asdict(stamp)}
    if isinstance(outcome, Execution):
        document["comparison"] = encode(outcome.comparison)
        document["timings"] = dict(outcome.timings)
    elif isinstance(outcome, Analysis):
        document["analysis"] = encode(outcome)
    else:
        document["error"] = {
            "type": type(outcome).__name__,
            "problem": outcome.problem,
            "remedy": outcome.remedy,
        }
    body = _dump(document)
    return digest(body).encode() + b"\n" + body


def read_answer(data: bytes, stamp: Stamp) -> Outcome:
    """Return what a worker found.

    Parameters
    ----------
    data : bytes
        The document that `answer` wrote.
    stamp : Stamp
        What was asked.

    Raises
    ------
    InvalidAnswerError
        If the document is damaged, or answers anything but exactly what was asked.
    InvalidPictureError, OptionError
        If that is the answer.
    """
    head, _, body = data.partition(b"\n")
    if head.decode("ascii", "replace") != digest(body):
        raise InvalidAnswerError("the result of the pool was damaged")
    try:
        document = json.loads(body, parse_constant=_no_number)
        found = document["stamp"]
        if found != asdict(stamp):
            raise InvalidAnswerError("the pool answered something else than what was asked")
        if "error" in document:
            error = _error(document["error"])
        elif stamp.task == ANALYSE:
            return decode(Analysis, document["analysis"])
        else:
            timings = decode(Mapping[str, float], document["timings"])  # type: ignore[type-abstract] # a hint
            return Execution(decode(Comparison, document["comparison"]), "remote", timings)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InvalidAnswerError("the result of the pool is none that this version knows") from None
    raise error


def _error(found: Mapping[str, object]) -> VisualDiffError:
    kinds = {kind.__name__: kind for kind in OF_THE_PICTURES}
    problem, remedy = found["problem"], found["remedy"]
    if not isinstance(problem, str) or not isinstance(remedy, str):
        raise ValueError("an error has two texts")
    kind: type[errors.VisualDiffError] = kinds[str(found["type"])]
    return kind(problem, remedy)


def _dump(document: object) -> bytes:
    """Return JSON that is the same for equal values, byte for byte."""
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is no number of JSON")
