"""What the pages under docs/ are made with."""
