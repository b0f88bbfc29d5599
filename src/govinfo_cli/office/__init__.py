"""The packages that Office files are, for those who read them and those who write them."""
