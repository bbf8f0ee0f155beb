"""Tests of what is found in the pixels."""
