"""Differing pixels held against the changes of elements that explain them."""
