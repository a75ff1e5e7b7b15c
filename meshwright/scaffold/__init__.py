"""Starts domains and products: complete definitions from a name and, where there is one, a sample of the data."""
