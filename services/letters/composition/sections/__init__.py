"""The sections of each kind of letter."""
