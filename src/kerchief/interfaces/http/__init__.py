"""The HTTP door: an API on this machine's own address, and the house of the web page."""
