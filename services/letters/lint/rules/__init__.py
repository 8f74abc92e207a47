"""The rules of lint, each a function from a letter and the facts of its case to findings."""
