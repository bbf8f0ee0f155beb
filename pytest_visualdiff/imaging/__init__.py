"""Arrays in, arrays out: what any room may ask of a picture, without a policy."""
