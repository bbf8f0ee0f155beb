"""What pytest-visualdiff costs, beside what else does the same work."""
