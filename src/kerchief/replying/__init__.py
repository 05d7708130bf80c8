"""What to say: from a reading and the moment to a few replies that differ, each checked."""
