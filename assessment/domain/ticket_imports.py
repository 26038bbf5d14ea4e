"""The states of an export on its way in.

arriving -> to look -> looking -> asking -> to read -> reading -> done; before that it can fail or be
cancelled, and what is done can be removed and brought back.
"""

ARRIVING, TO_LOOK, LOOKING, ASKING = "arriving", "to look", "looking", "asking"
TO_READ, READING, DONE = "to read", "reading", "done"
FAILED, CANCELLED, REMOVED = "failed", "cancelled", "removed"

AT_WORK = {TO_LOOK: LOOKING, TO_READ: READING}
"""What waits for a process, and what it becomes when one takes it."""

UNDER_WAY = (TO_LOOK, LOOKING, TO_READ, READING)
NOT_IN_YET = (ARRIVING, TO_LOOK, LOOKING, ASKING, TO_READ, READING)
WITHOUT_TICKETS = (FAILED, CANCELLED)
