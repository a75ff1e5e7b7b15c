"""By rule, meshes that break it, with every finding they give, and meshes that come close and keep it."""

from meshwright.language import Mesh

Bad = dict[str, list[tuple[Mesh, list[str]]]]
Good = dict[str, list[Mesh]]
