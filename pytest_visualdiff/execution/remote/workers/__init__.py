"""The side that answers: Celery's tasks and what a worker tells of itself."""
