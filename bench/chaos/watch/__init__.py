"""Observation of a chaos run: events, pauses, the report."""
