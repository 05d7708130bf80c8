"""Replies where they are written: files and open documents, piece by piece, with what the writer allows in them."""
