"""Differing pixels compared with the changes of elements that explain them."""
