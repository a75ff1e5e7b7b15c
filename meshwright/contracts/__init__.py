"""Contracts: what a table promises, in the words of every system that holds it to that."""
