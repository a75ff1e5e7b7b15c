"""What runs inside jobs: the same on Glue and on one machine.

The modules of this package use the standard library only and are shipped to Glue as they stand. ``local`` is the engine
for one machine and stays behind.
"""
