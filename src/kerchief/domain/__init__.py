"""The nouns: frozen dataclasses of the standard library, no behaviour beyond their own consistency."""
