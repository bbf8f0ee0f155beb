"""What the documentation says of rights and encryption is enough, and no more than needed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import redis

from pytest_visualdiff.commands.main import main
from pytest_visualdiff.execution.remote.addresses import Addresses
from pytest_visualdiff.execution.remote.client.client import Bounds, Client
from pytest_visualdiff.execution.remote.connection import PoolError
from pytest_visualdiff.model import Job
from tests.support import screen, to_png
from tests.support.servers import RedisServer, WorkerProcess, free_port

DOCUMENTED = (Path(__file__).parents[3] / "docs" / "remote.md").read_text("utf-8")
JOB = Job(to_png(screen()), to_png(screen(badge=True)))


def test_the_rule_of_access_that_is_documented_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (rule,) = re.findall(r"^ACL SETUSER visualdiff (.*)$", DOCUMENTED, re.M)
    server = RedisServer(tmp_path, "--user", "visualdiff", *rule.split())
    password = rule.split(">")[1].split()[0]
    url = server.url.replace("redis://", f"redis://visualdiff:{password}@")
    places = Addresses(url, url, url)
    try:
        with WorkerProcess(tmp_path, places) as worker:
            client = Client(places, "run", Bounds(4, 60))
            assert client.submit(JOB).result(timeout=60).executed_on == "remote"
            client.close()
            assert "NOPERM" not in worker.log.read_text()
            assert "NoPermission" not in worker.log.read_text()
        monkeypatch.setenv("VISUALDIFF_BROKER_URL", url)
        assert main(["beat", "--once"]) == 0
        assert main(["cancel", "run"]) == 0
        others = redis.Redis.from_url(url)
        with pytest.raises(redis.exceptions.NoPermissionError):
            others.get("the keys of others")
        with pytest.raises(redis.exceptions.NoPermissionError):
            others.flushall()
    finally:
        server.stop()


def test_a_wrong_password_is_told_and_not_shown(tmp_path: Path) -> None:
    server = RedisServer(tmp_path, "--requirepass", "right")
    url = server.url.replace("redis://", "redis://:wrong@")
    client = Client(Addresses(url, url, url), "run", Bounds(4, 60))
    with pytest.raises(PoolError, match="refused the password") as raised:
        client.submit(JOB).result(timeout=20)
    assert "wrong@" not in raised.value.problem
    client.close()
    server.stop()


class Authority:
    """Signs certificates of servers on this machine, for a day."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self.certificate = folder / f"{name}.pem"
        self._openssl(
            "req", "-x509", "-subj", f"/CN={name}", "-addext", "basicConstraints=critical,CA:TRUE",
            "-addext", "keyUsage=critical,keyCertSign",
            "-keyout", f"{name}.key", "-out", f"{name}.pem", *_NEW_KEY,
        )  # fmt: skip

    def sign(self, server: str) -> tuple[Path, Path]:
        """Return the certificate and the key of a server."""
        self._openssl(
            "req", "-subj", f"/CN={server}", "-addext", "subjectAltName=IP:127.0.0.1",
            "-x509", "-CA", f"{self._name}.pem", "-CAkey", f"{self._name}.key",
            "-keyout", f"{server}.key", "-out", f"{server}.pem", *_NEW_KEY,
        )  # fmt: skip
        return self._folder / f"{server}.pem", self._folder / f"{server}.key"

    def _openssl(self, *arguments: str) -> None:
        command = [str(shutil.which("openssl")), *arguments]
        subprocess.run(command, cwd=self._folder, check=True, capture_output=True)


_NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1")


def test_everything_can_be_encrypted_as_documented(tmp_path: Path) -> None:
    (options,) = re.findall(r"rediss://\S*6380/0\?(\S*)`", DOCUMENTED)
    ours, others = Authority(tmp_path, "ours"), Authority(tmp_path, "others")
    certificate, key = ours.sign("server")
    encrypted = free_port()
    server = RedisServer(
        tmp_path, "--tls-port", str(encrypted), "--tls-auth-clients", "no",
        "--tls-cert-file", str(certificate), "--tls-key-file", str(key),
        "--tls-ca-cert-file", str(ours.certificate),
    )  # fmt: skip

    def places(authority: Authority) -> Addresses:
        named = re.sub(r"(ssl_ca_certs=).*", rf"\g<1>{authority.certificate}", options)
        url = f"rediss://127.0.0.1:{encrypted}/0?{named}"
        return Addresses(url, url, url)

    def ask(authority: Authority) -> str:
        client = Client(places(authority), "run", Bounds(4, 60))
        try:
            return client.submit(JOB).result(timeout=60).executed_on
        finally:
            client.close()

    try:
        with WorkerProcess(tmp_path, places(ours)) as worker:
            assert ask(ours) == "remote"
            plain = server.client().client_list()
            assert len([it for it in plain if it["laddr"].endswith(f":{server.port}")]) == 1
            with pytest.raises(PoolError, match="cannot be reached"):
                ask(others)
            assert worker.stop() == 0
    finally:
        server.stop()
