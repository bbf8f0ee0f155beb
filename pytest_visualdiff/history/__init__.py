"""The results of checks in recent runs."""
