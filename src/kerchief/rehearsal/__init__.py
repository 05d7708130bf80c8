"""Practising with a simulated seeker, and the debrief that always follows."""
