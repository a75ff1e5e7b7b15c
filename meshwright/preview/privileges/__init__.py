"""What roles, keys, buckets and administrators may do, before and after: policies compared by what they mean."""

from meshwright.preview.privileges.changes import changes

__all__ = ["changes"]
