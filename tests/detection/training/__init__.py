"""Tests of the training, but for the training itself: ``tox -e yolo`` checks that."""
