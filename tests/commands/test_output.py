"""What commands print and write in the same way."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_visualdiff.commands.output import print_skipped, write_file
from pytest_visualdiff.errors import VisualDiffError
from pytest_visualdiff.model import Skipped


def test_a_stage_that_did_not_run_is_told_beside_the_output(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_skipped([Skipped("text", "there is no tesseract")])
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == "visualdiff: text skipped: there is no tesseract\n"


def test_a_file_that_cannot_be_written_is_named_with_the_cure(tmp_path: Path) -> None:
    write_file(tmp_path / "page.html", b"<p>", "the page")
    assert (tmp_path / "page.html").read_bytes() == b"<p>"
    with pytest.raises(VisualDiffError) as raised:
        write_file(tmp_path / "no" / "page.html", b"", "the page")
    assert raised.value.problem.startswith(f"Could not write the page {tmp_path / 'no'}")
    assert raised.value.remedy == "Check that its folder exists and can be written."
