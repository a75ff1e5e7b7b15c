"""Takes what an account holds already into the mesh: as it is, and without writing to the account."""
