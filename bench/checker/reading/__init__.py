"""Topics read from their beginning into the facts that the checker compares."""
