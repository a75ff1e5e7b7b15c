"""What goes wrong in a run."""


class RunError(Exception):
    """A run can't go on: lower case, no full stop, the value and, where there is one, the cure."""
