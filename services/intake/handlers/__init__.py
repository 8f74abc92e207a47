"""The messages that intake answers."""
