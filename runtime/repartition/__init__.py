"""Copy a deployment into topics with another number of partitions.

Start with `repartition`. A message, and a record of state, goes to the partition of its home.
"""
