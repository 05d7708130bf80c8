"""What is seen in a text before anything is concluded from it: tears, criers, cues."""
