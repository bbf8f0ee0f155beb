"""The servers of the pool's own tests."""

from __future__ import annotations

from tests.execution.remote.conftest import redis_server

__all__ = ["redis_server"]
