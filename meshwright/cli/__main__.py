"""``python -m meshwright.cli``: the ``mesh`` command without an installed script."""

from meshwright.cli import main

main()
