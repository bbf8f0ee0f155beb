"""The errors of this package, each with what happened and what to do next."""

from __future__ import annotations


class VisualDiffError(Exception):
    """A check could not be made; ``str()`` gives what happened and what to do, a line each.

    Attributes
    ----------
    problem : str
        What happened, and where.
    remedy : str
        What the reader can do about it.
    """

    __module__ = "pytest_visualdiff"  # the name that users import, and that pytest shows

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem, remedy)
        self.problem = problem
        self.remedy = remedy

    def __init_subclass__(cls) -> None:
        cls.__module__ = VisualDiffError.__module__

    def __str__(self) -> str:
        return f"{self.problem}\n{self.remedy}"


class OptionError(VisualDiffError):
    """An option has an unknown name or a value that is not valid."""


class UnsupportedSourceError(VisualDiffError):
    """The object given to ``check`` is of a kind that has no picture."""


class InvalidPictureError(VisualDiffError):
    """The bytes, the file or the array is not a picture that can be read."""


class CaptureError(VisualDiffError):
    """The browser or the figure did not give a screenshot."""


class DuplicateCheckError(VisualDiffError):
    """Two checks of one test have the same name, so they would share a baseline."""


class BaselineError(VisualDiffError):
    """A baseline, or the sidecar beside it, could not be read or written."""


class TextError(VisualDiffError):
    """Text could not be read: tesseract or one of its languages is not installed."""


class ModelError(VisualDiffError):
    """The file of a model cannot be read, or holds no model that finds elements."""


class VisualMismatch(AssertionError):  # noqa: N818 - a verdict, not a malfunction
    """At least one visual check of a test failed; the message lists each of them."""

    __module__ = VisualDiffError.__module__
