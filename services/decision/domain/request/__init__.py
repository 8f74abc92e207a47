"""A request: its words, its facts, and the part of it under review."""
