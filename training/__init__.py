"""What makes the shipped weights; not shipped itself. ``python -m training.export`` and friends."""
