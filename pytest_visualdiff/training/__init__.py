"""Training of the network that finds elements.

Pages are generated (`generate`, `pages`, `sections`) or are a user's own, labelled by their DOM
(`labels`), cut into squares (`crops`), and drawn in batches (`sampling`, `batches`) to train on
(`train`). The result is exported to ONNX (`export`) and scored (`score`). Only here are torch and
ultralytics imported, when they are needed.
"""
