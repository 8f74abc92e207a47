"""Signatures: who may sign, which signatures are valid, and why a command is refused."""
