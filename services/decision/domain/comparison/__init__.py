"""Comparisons of assessments, editions and decisions."""
