"""Two assessments, editions or decisions compared."""
