"""The side that asks: it is part of the test run."""
