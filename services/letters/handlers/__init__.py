"""The messages that letters answers: determinations become letters, letters are served on the parties."""
