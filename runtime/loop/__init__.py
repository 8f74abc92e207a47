"""The transactional loop.

Start with `consume` (one message), then read `partition` (one transaction) and `worker` (ownership
of partitions).
"""
