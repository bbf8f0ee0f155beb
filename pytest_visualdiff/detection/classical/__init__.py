"""Elements found by outlines, surfaces and ink, without a model."""
