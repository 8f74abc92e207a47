"""What is requested: its words, its facts, the part of it that is under review."""
