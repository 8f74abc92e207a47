"""The messages that letters answers: determinations to issue, letters to serve."""
