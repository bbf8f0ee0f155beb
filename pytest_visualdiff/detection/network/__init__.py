"""Elements found by a neural network."""
