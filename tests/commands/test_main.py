"""The ``visualdiff`` command as a whole."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pytest_visualdiff import __version__
from pytest_visualdiff.commands.main import main
from tests.support import screen, to_png


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("before.png").write_bytes(to_png(screen()))
    Path("after.png").write_bytes(to_png(screen(badge=True)))
    return tmp_path


def test_the_installed_command_works(pytester: pytest.Pytester, pair: Path) -> None:
    command = shutil.which("visualdiff", path=Path(sys.executable).parent)
    assert command
    result = pytester.run(command, "compare", pair / "before.png", pair / "after.png")
    assert result.ret == 1
    result.stdout.fnmatch_lines(["different", "*new at*"])


@pytest.mark.usefixtures("pair")
def test_a_reader_that_has_seen_enough_gets_no_traceback() -> None:
    program = "import sys; from pytest_visualdiff.commands.main import main; sys.exit(main())"
    command = [sys.executable, "-c", program, "compare", "before.png", "after.png"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 2


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"visualdiff {__version__}\n"
    with pytest.raises(SystemExit, match="2"):
        main([])
