"""Composed letters as PDF, HTML and text. Start with `render`."""
