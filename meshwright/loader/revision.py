"""The mesh as of a commit, read from git's objects: the work tree and the index are neither read nor touched."""

from collections import OrderedDict
from pathlib import Path
from threading import Lock

from meshwright.history.materialising import materialise
from meshwright.history.repository import changed_paths, default_base, merge_base, mesh_tree, resolve
from meshwright.history.tree import Tree

from .assembling import Loaded
from .loading import load_from
from .states import State, tree_state

__all__ = [
    "changed_paths",
    "commit_state",
    "default_base",
    "load_revision",
    "materialise",
    "merge_base",
    "mesh_tree",
    "resolve",
]

_KEPT = 4
"""Revisions that are remembered."""
_loaded: OrderedDict[tuple[Path, str], Loaded] = OrderedDict()
_lock = Lock()


def load_revision(root: Path, ref: str) -> Loaded:
    """The mesh that the folder ``root`` held in a commit, and everything that was wrong with its files.

    ``ref`` is a branch, a tag or a commit's id; ``root`` may be any folder of the repository. A commit from before the
    mesh is a mesh without domains, with a finding that says so. A definition that is the same now is the same object
    as in ``load(root)``. Samples that belong to installed packages are looked for among those of today.

    Raises MeshError where there is no git, no repository or no such commit, with what to do about it.
    """
    root = Path(root).resolve()
    key = root, resolve(root, ref)
    with _lock:
        if key not in _loaded:
            _loaded[key] = load_from(Tree(root, mesh_tree(*key)), root)
            while len(_loaded) > _KEPT:
                _loaded.popitem(last=False)
        _loaded.move_to_end(key)
        return _loaded[key]


def commit_state(root: Path, commit: str) -> State:
    """The state of the mesh that the folder ``root`` held in a commit, for ``affected``; ``commit`` is an id."""
    root = Path(root).resolve()
    tree = mesh_tree(root, commit)
    # a tree of git's is listed only where nothing is known of it
    return tree_state(root, tree, lambda: Tree(root, tree))
