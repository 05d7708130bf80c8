"""What kerchief knows: files that a counsellor can read, and the checked catalogue made from them."""
