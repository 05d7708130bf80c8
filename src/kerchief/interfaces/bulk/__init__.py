"""The bulk door: files of many rows in, files of as many results out."""
