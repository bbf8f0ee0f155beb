"""The ``visualdiff`` command."""

from __future__ import annotations

import argparse
import base64
import json
import os
import sys
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_visualdiff import __version__
from pytest_visualdiff.baselines.environment import same_rendering
from pytest_visualdiff.commands import beat, doctor, flaky, flower, own_pages, worker
from pytest_visualdiff.commands import cancel as cancelling
from pytest_visualdiff.commands import inspect as inspection
from pytest_visualdiff.errors import VisualDiffError
from pytest_visualdiff.option_table import OPTIONS, add_option, fill

if TYPE_CHECKING:
    from pytest_visualdiff.model import Judgement

SAME, DIFFERENT, NOT_DONE = 0, 1, 2
"""Exit statuses of ``visualdiff compare``; the last one is every command's."""

COMPARING = (
    "level", "rendering", "threshold", "ocr_language",
    "max_diff_pixels", "max_diff_pixel_ratio", "min_ssim", "max_shift", "min_coverage",
    "model", "model_classes",
)  # fmt: skip
"""The options of checks that say how two pictures are compared and judged."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status; errors are two lines on stderr."""
    try:
        options = _parser().parse_args(arguments)
        status: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has seen enough, as `head` does
        # Python flushes once more at its end: https://docs.python.org/3/library/signal.html
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_DONE
    except VisualDiffError as error:
        print(f"visualdiff: {error}", file=sys.stderr)
        return NOT_DONE
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="visualdiff", description="Say what changed between two pictures, and what is in one."
    )
    parser.add_argument("--version", action="version", version=f"visualdiff {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    compare = commands.add_parser(
        "compare",
        help="compare two pictures",
        description="Compare two pictures. Exit status: 0 the same, 1 different, 2 not compared.",
    )
    compare.add_argument("baseline", type=Path, help="the picture as it should be")
    compare.add_argument("actual", type=Path, help="the picture as it is")
    compare.add_argument("--json", action="store_true", help="print the comparison as JSON")
    compare.add_argument("--html", type=Path, metavar="FILE", help="write a page with the pictures")
    for option in OPTIONS:
        if option.name in COMPARING:
            add_option(compare, option)
    compare.set_defaults(run=_compare)
    inspection.add_to(commands)
    flaky.add_to(commands)
    for command in (own_pages, worker, doctor, cancelling, beat, flower):
        command.add_to(commands)
    return parser


def _compare(options: argparse.Namespace) -> int:
    from pytest_visualdiff.baselines.store import read_sidecar
    from pytest_visualdiff.capture import CaptureOptions, capture
    from pytest_visualdiff.detection.select import ask_for
    from pytest_visualdiff.execution.local import run
    from pytest_visualdiff.model import Job, Judgement, Policy, Settings
    from pytest_visualdiff.verdict.policy import judge

    baseline, actual = (
        capture(path, CaptureOptions(), frozenset()).png
        for path in (options.baseline, options.actual)
    )
    drew, elements = read_sidecar(options.baseline, baseline)
    drew_actual, elements_actual = read_sidecar(options.actual, actual)
    same_environment = same_rendering(drew, drew_actual or {})
    model = ask_for(options.model, options.model_classes)
    settings = fill(Settings, {**vars(options), "model": model})
    job = Job(baseline, actual, settings, same_environment, elements, elements_actual)
    execution = run(job)
    verdict = judge(execution.comparison, fill(Policy, vars(options)))
    judgement = Judgement(execution.comparison, verdict, execution.timings, execution.executed_on)
    if options.html:
        _write_page(options, judgement, baseline, actual)
    for stage in execution.comparison.skipped:
        print(f"visualdiff: {stage.stage} skipped: {stage.reason}", file=sys.stderr)
    if options.json:
        print(json.dumps(judgement.to_wire(), indent=2))
    else:
        _print(judgement)
    return SAME if verdict.passed else DIFFERENT


def _print(judgement: Judgement) -> None:
    from pytest_visualdiff.report.terminal import findings

    verdict = judgement.verdict
    if judgement.comparison.identical:
        print("\n  ".join(["identical", *verdict.notes]))
        return
    print("the same" if verdict.passed else "different")
    for line in findings(judgement.comparison, verdict):
        print(f"  {line}")


def _write_page(
    options: argparse.Namespace, judgement: Judgement, baseline: bytes, actual: bytes
) -> None:
    """Write one page that has the pictures in it."""
    from pytest_visualdiff.model import Result
    from pytest_visualdiff.report.document import run_document
    from pytest_visualdiff.report.html import render
    from pytest_visualdiff.report.pictures import draw_diff
    from pytest_visualdiff.report.terminal import findings

    verdict = judgement.verdict
    diff = draw_diff(baseline, actual, verdict.defects, judgement.comparison.dismissed)
    pictures = {"baseline": baseline, "actual": actual, "diff": diff}
    result = Result(
        node_id=f"{options.baseline} and {options.actual}",
        name=options.actual.name,
        status="matched" if verdict.passed else "differs",
        failed=not verdict.passed,
        message="\n".join(findings(judgement.comparison, verdict)),
        baseline=str(options.baseline),
        actual=str(options.actual),
        images={role: _data_uri(png) for role, png in pictures.items()},
        judgement=judgement,
    )
    now = datetime.now(timezone.utc)
    page = render(run_document([result.to_wire()], now, now))
    try:
        options.html.write_text(page, "utf-8", errors="backslashreplace")
    except OSError as error:
        raise VisualDiffError(
            f"Could not write the page {options.html}: {error.strerror or error}.",
            "Check that its folder exists and can be written.",
        ) from None


def _data_uri(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"
