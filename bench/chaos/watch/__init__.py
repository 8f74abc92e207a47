"""What a chaos run observes: events as they appear, pauses, the report."""
