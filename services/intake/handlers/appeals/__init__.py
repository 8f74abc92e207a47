"""Petitions against the end of a case, and the orders of the court."""
