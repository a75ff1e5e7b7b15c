"""A mesh as git keeps it: read from its objects; the work tree and the index are left alone."""
