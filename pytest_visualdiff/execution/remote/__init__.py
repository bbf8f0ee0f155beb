"""Comparisons by workers of Celery. Nothing in here is imported unless that is asked for."""
