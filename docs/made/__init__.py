"""One module per generated page or family of pages; each gives text and writes nothing."""
