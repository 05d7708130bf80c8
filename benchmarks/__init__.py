"""What a peer does and what kerchief does, in one run: ``python -m benchmarks --shared ../shared``."""
