"""One check while its pictures are taken: each is compared with the baseline and with the last."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pytest_visualdiff.baselines.environment import same_rendering
from pytest_visualdiff.baselines.store import Variant
from pytest_visualdiff.errors import VisualDiffError
from pytest_visualdiff.model import Capture, Comparison, Job, Policy, Settings, Unstable, Verdict
from pytest_visualdiff.verdict.instability import set_apart, unstable_areas
from pytest_visualdiff.verdict.policy import judge

if TYPE_CHECKING:
    from pytest_visualdiff.baselines.store import Baseline, BaselineStore
    from pytest_visualdiff.execution import Executor, Pending
    from pytest_visualdiff.plugin.options import CheckSettings


@dataclass(slots=True)
class Attempt:
    """Compares pictures of one source with a baseline, and with each other.

    Attributes
    ----------
    baseline : Baseline or None
        None if there is none yet.
    comparison : Settings
        How pictures are compared.
    policy : Policy
        How much may differ.
    executor : callable
        Returns what makes the comparisons; called only where there is one to make.
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
        """Return whether ``before`` and ``after`` are the same by the rules of the check."""
        try:
            return judge(self.between(before, after), self.policy).passed
        except VisualDiffError:  # the pictures cannot be compared
            return False

    def verdict(self, comparison: Comparison, picture: Capture) -> Verdict:
        """Return the verdict on a picture; what is not stable in it is not a defect.

        Parameters
        ----------
        comparison : Comparison
            Of the baseline and the picture.
        picture : Capture
        """
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
        """Start to compare a picture with the baseline; the last comparison is not made twice."""
        job = self._job(baseline, picture)
        if self._last is None or self._last[0] != job:
            self._last = job, self.executor().submit(job)
        return self._last[1]

    def between(self, before: Capture, after: Capture) -> Comparison:
        """Compare ``before`` and ``after``, two pictures of the source taken in succession.

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


class DeferredAttempt:
    """Makes the attempt of a check once it is known what draws its pictures, for `capture`.

    Parameters
    ----------
    make : callable
        `VisualSession.attempt`.
    store : BaselineStore
    name : str
        The check's name.
    settings : CheckSettings
    """

    def __init__(
        self,
        make: Callable[[Baseline | None, Settings, Policy], Attempt],
        store: BaselineStore,
        name: str,
        settings: CheckSettings,
    ) -> None:
        self._make = make
        self._store = store
        self._name = name
        self._settings = settings
        self._attempt: Attempt | None = None

    def __call__(self, environment: Mapping[str, str]) -> Attempt:
        """Return the attempt, with the baseline of what draws the pictures."""
        if self._attempt is None:
            baseline = self._store.find(self._name, self.variant(environment))
            settings = self._settings
            self._attempt = self._make(baseline, settings.comparison, settings.policy)
        return self._attempt

    def variant(self, environment: Mapping[str, str]) -> Variant | None:
        """Return the variant that is asked for; ``auto`` is one for each browser and platform."""
        asked = self._settings.variant
        if asked == "none":
            return None
        if asked != "auto":
            return Variant(asked)
        browser = environment.get("browser")
        return Variant(f"{browser}-{environment['platform']}", browser) if browser else None
