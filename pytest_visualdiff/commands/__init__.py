"""The ``visualdiff`` command: one file for each of its commands."""
