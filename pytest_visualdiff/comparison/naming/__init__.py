"""Changed areas that no page explains, named by what the pixels show.

`name` has the order of it all. Around areas that lie near each other a `window` of both pictures is
opened, a detector finds the elements in it, and `changes` says what became of those that the areas
belong to: `selection`, `relocate` and `displacement` find what is in another place or of another
size, `appearance` judges what stayed by its texts, borders, pictures and states of controls. What
no window shows as a whole is put together after that: `moved_edges`, `moves`, `moved_blocks`,
`resized_boxes`; `causes` says what follows from what, and `ocr` reads the texts.

Much of this repeats for pixels what `comparison.elements.diff` does for the elements of pages. How
far that would do was measured on 197 pairs of `benchmarks/defects` without the pages. Of 158
defects in these the kind is right for:

=====================================================================  ===
what there is                                                          137
without the passes over all windows (edges, moves, boxes, selection)   131
`relocate`, `displacement` and `selection` replaced by the element      114
diff of what the detector finds in both windows
the same, but only what moved and looks the same, or was resized       123
the same with `displacement` and `selection` kept                      124
the element diff alone, styles measured in the pixels                  100
the same without the passes over all windows                            95
=====================================================================  ===

Two things stop the element diff. A detector does not find the same elements twice: a ground that
turns red, or letters that drift, become a container here and a button there, and the diff reports
one as missing and the other as new. And nothing in the pixels stands for an element's text, which
the diff matches by, so that it pairs by kind and place what only stands where the other one stood.
"""
