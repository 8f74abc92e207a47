"""A deployment's topics, and transactions that were left open on them."""
