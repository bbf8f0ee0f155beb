"""``visualdiff compare``: compare two picture files."""

from __future__ import annotations

import argparse
import base64
import json
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pytest_visualdiff.commands.output import print_skipped, write_file
from pytest_visualdiff.option_table import add_options, fill

if TYPE_CHECKING:
    from pytest_visualdiff.model import Judgement

SAME = 0
"""Exit status if the pictures count as the same."""

DIFFERENT = 1
"""Exit status if they do not."""

COMPARING = (
    "level", "rendering", "threshold", "ocr_language",
    "max_diff_pixels", "max_diff_pixel_ratio", "min_ssim", "max_shift", "min_coverage",
    "model", "model_classes", "pixel_limit", "byte_limit",
)  # fmt: skip
"""The options of checks that say how two pictures are compared and judged."""


def add_to(commands: Any) -> None:
    """Add the command to those of ``visualdiff``."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "compare",
        help="compare two pictures",
        description="Compare two pictures. Exit status: 0 the same, 1 different, 2 not compared.",
    )
    parser.add_argument("baseline", type=Path, help="the picture as it should be")
    parser.add_argument("actual", type=Path, help="the picture as it is")
    parser.add_argument("--json", action="store_true", help="print the comparison as JSON")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page with the pictures")
    add_options(parser, COMPARING)
    parser.set_defaults(run=_compare)


def _compare(options: argparse.Namespace) -> int:
    from pytest_visualdiff.capture import CaptureOptions, capture

    taken = [
        capture(path, fill(CaptureOptions, vars(options)), frozenset())
        for path in (options.baseline, options.actual)
    ]
    baseline, actual = (it.png for it in taken)
    judgement = _judge_files(options, baseline, actual)
    if options.html:
        page = _page(options, judgement, baseline, actual)
        write_file(options.html, page.encode(errors="backslashreplace"), "the page")
    print_skipped([*(it for one in taken for it in one.skipped), *judgement.comparison.skipped])
    if options.json:
        print(json.dumps(judgement.to_wire(), indent=2))
    else:
        _print(judgement)
    return SAME if judgement.verdict.passed else DIFFERENT


def _judge_files(options: argparse.Namespace, baseline: bytes, actual: bytes) -> Judgement:
    """Compare two files, with the environments and elements in the sidecars beside them."""
    from pytest_visualdiff.baselines.environment import same_rendering
    from pytest_visualdiff.baselines.store import read_sidecar
    from pytest_visualdiff.detection.select import InstalledTools
    from pytest_visualdiff.execution.local import run
    from pytest_visualdiff.model import Job, Judgement, Policy, Settings, Skipped
    from pytest_visualdiff.verdict.policy import judge

    drawn_by, elements, trouble = read_sidecar(options.baseline, baseline)
    actual_drawn_by, actual_elements, actual_trouble = read_sidecar(options.actual, actual)
    tools = InstalledTools()
    model = tools.add(options.model, options.model_classes)
    settings = fill(Settings, {**vars(options), "model": model})
    same_environment = same_rendering(drawn_by, actual_drawn_by or {})
    job = Job(baseline, actual, settings, same_environment, elements, actual_elements)
    execution = run(job, tools)
    unread = tuple(Skipped("sidecar", it) for it in (trouble, actual_trouble) if it)
    comparison = replace(execution.comparison, skipped=(*unread, *execution.comparison.skipped))
    verdict = judge(comparison, fill(Policy, vars(options)))
    return Judgement(comparison, verdict, execution.timings, execution.executed_on)


def _print(judgement: Judgement) -> None:
    from pytest_visualdiff.report.terminal import findings

    verdict = judgement.verdict
    if judgement.comparison.identical:
        print("\n  ".join(["identical", *verdict.notes]))
        return
    print("the same" if verdict.passed else "different")
    for line in findings(judgement.comparison, verdict):
        print(f"  {line}")


def _page(options: argparse.Namespace, judgement: Judgement, baseline: bytes, actual: bytes) -> str:
    """Return the report page of this one comparison, with the pictures in it."""
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
    return render(run_document([result.to_wire()], "local", now, now))


def _data_uri(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"
