"""The mesh as of a commit, read from git's objects: the work tree and the index are neither read nor touched."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from meshwright.history.materialising import materialise
from meshwright.history.repository import changed_paths, default_base, merge_base, mesh_tree, resolve
from meshwright.history.tree import Tree

from .assembling import Loaded
from .index import Index
from .loading import load_from, load_part_from, read_from
from .states import State, tree_state

__all__ = [
    "changed_paths",
    "commit_part",
    "commit_state",
    "default_base",
    "load_revision",
    "materialise",
    "merge_base",
    "mesh_tree",
    "reading_commit",
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


def commit_part(root: Path, commit: str, index: Index, names: Iterable[str]) -> Loaded:
    """Of the mesh that the folder ``root`` held in a commit, exactly these domains; of all others who they are.

    ``index`` is the commit's, and sound.
    """
    root = Path(root).resolve()
    wanted = sorted(set(names) & index.domains.keys())
    return load_part_from(Tree(root, mesh_tree(root, commit), wanted), index, wanted, root)


@contextmanager
def reading_commit(root: Path, commit: str, index: Index, names: Iterable[str], folder: Path) -> Iterator[None]:
    """Inside the block, what loads a slice around some of these domains of the mesh in ``folder`` gets the commit's.

    ``names`` are all that the slices hold; ``index`` is the commit's, and sound.
    """
    root = Path(root).resolve()
    with read_from(folder, Tree(root, mesh_tree(root, commit), sorted(names)), index):
        yield
