"""Who read what, who was refused, and which grants nobody declared: from the sandbox's logs.

In an account the same questions are named queries of Athena on the trail (``components.AuditTable``).
"""

from .questions import changes, denied, reads_by, reads_of

__all__ = ["changes", "denied", "reads_by", "reads_of"]
