"""The commands of `imr case` that act on a case."""
