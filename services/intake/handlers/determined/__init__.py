"""A case after its determination."""
