"""Pull requests on a small mesh, and what a preview shows of each."""

from . import central, contracts, holding, permitting, sharing
from .editing import Pull

PULLS: tuple[Pull, ...] = (*contracts.PULLS, *sharing.PULLS, *holding.PULLS, *central.PULLS, *permitting.PULLS)
