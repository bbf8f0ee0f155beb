"""Baselines on disk: the PNG files, their sidecars, and which of them no test requests."""
