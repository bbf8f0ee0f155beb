"""Training of the net that finds elements: pages, labels, crops, the net, its export, scores."""
