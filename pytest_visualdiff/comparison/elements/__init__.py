"""The difference of two trees of elements, as data: no pixel is examined."""
