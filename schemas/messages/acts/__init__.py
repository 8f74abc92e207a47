"""Acts on a case with the events that tell of them, beside those of `lifecycle`."""
