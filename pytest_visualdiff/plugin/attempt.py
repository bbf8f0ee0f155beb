"""One check while its pictures are taken: what they are held against, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pytest_visualdiff.baselines.environment import same_rendering
from pytest_visualdiff.errors import VisualDiffError
from pytest_visualdiff.model import Capture, Comparison, Job, Policy, Settings, Unstable, Verdict
from pytest_visualdiff.verdict.instability import set_apart, unstable_areas
from pytest_visualdiff.verdict.policy import judge

if TYPE_CHECKING:
    from pytest_visualdiff.baselines.store import Baseline
    from pytest_visualdiff.execution import Executor, Pending


@dataclass(slots=True)
class Trial:
    """Holds pictures of one source against a baseline, and against each other.

    Attributes
    ----------
    baseline : Baseline or None
    comparison : Settings
    policy : Policy
    executor : callable
        Returns what makes the comparisons; asked only where there is one to make.
    """

    baseline: Baseline | None
    comparison: Settings
    policy: Policy
    executor: Callable[[], Executor]
    _last: tuple[Job, Pending] | None = None

    @property
    def known(self) -> bool:
        """Whether there is a baseline."""
        return self.baseline is not None

    def repeated(self, picture: Capture) -> Capture | None:
        """Return a picture that is the baseline, drawn by the same, with the baseline's elements.

        Equal pictures are not compared, so what its page would say of it need not be asked for.
        """
        known = self.baseline
        if known is None or known.elements is None or known.png != picture.png:
            return None
        same = dict(picture.environment) == known.environment
        return replace(picture, elements=known.elements) if same else None

    def ends(self, picture: Capture) -> bool:
        """Return whether there is nothing to wait for: the picture passes, or cannot be compared.

        What is wrong with one that cannot be is said when the check is concluded, whatever it is:
        the comparison is kept until then.
        """
        if self.baseline is None:
            return False
        try:
            comparison = self.submit(self.baseline, picture).result().comparison
        except Exception:
            return True
        return judge(comparison, self.policy).passed

    def steady(self, before: Capture, after: Capture) -> bool:
        """Return whether two pictures of the source are the same by the rules of the check."""
        try:
            return judge(self.between(before, after), self.policy).passed
        except VisualDiffError:  # the pictures cannot be compared
            return False

    def judge(self, comparison: Comparison, picture: Capture) -> Verdict:
        """Return the verdict on a picture; what is not stable in it is no defect of the change."""
        verdict = judge(comparison, self.policy)
        if picture.tries > 1:
            tries = f"passed at try {picture.tries}: the picture before it did not"
            notes = (tries, *verdict.notes)
            return replace(verdict, notes=notes, unstable=self.unstable(picture))
        if verdict.passed and picture.still:
            return verdict
        verdict = set_apart(verdict, self.unstable(picture))
        return verdict if picture.still else replace(verdict, passed=False)

    def unstable(self, picture: Capture) -> tuple[Unstable, ...]:
        """Return what differs between a picture and those taken of the same source before it."""
        return unstable_areas(self.between(other, picture) for other in picture.others)

    def submit(self, baseline: Baseline, picture: Capture) -> Pending:
        """Start to hold a picture against the baseline, or return what has come of it before."""
        job = self._job(baseline, picture)
        if self._last is None or self._last[0] != job:
            self._last = job, self.executor().submit(job)
        return self._last[1]

    def between(self, before: Capture, after: Capture) -> Comparison:
        """Compare two pictures of the source, taken one after the other.

        Raises
        ------
        VisualDiffError
            If they cannot be compared.
        """
        job = Job(
            before.png, after.png, self._settings(after), True, before.elements, after.elements
        )
        return self.executor().submit(job).result().comparison

    def _job(self, baseline: Baseline, picture: Capture) -> Job:
        return Job(
            baseline.png,
            picture.png,
            self._settings(picture),
            same_rendering(baseline.environment, picture.environment),
            baseline.elements,
            picture.elements,
        )

    def _settings(self, picture: Capture) -> Settings:
        return replace(self.comparison, ignore=picture.ignore, rules=picture.rules)
