"""A product's contract in the words of the standards that other tools read."""
