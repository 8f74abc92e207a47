"""Which partitions a worker owns: shared out, kept over a rebalance, and read from where."""
