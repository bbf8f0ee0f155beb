"""What the remote pool costs and brings: ``python -m benchmarks.remote``."""
