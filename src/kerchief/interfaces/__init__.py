"""The doors: each turns its own input into nouns, calls the engine, and writes wire format 1 or a page for people."""
