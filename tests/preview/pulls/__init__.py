"""Pull requests on a small mesh, and what a preview shows of each."""

from . import central, contracts, holding, sharing
from .editing import Pull

PULLS: tuple[Pull, ...] = (*contracts.PULLS, *sharing.PULLS, *holding.PULLS, *central.PULLS)
