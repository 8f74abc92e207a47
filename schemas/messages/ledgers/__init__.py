"""The ledgers of a case, entry by entry."""
