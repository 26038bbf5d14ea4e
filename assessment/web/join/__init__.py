"""The participants' side of a live workshop: join by code, vote, see the result; no account."""
