"""The runtime of every service: loop, state, parking, timers, settings, logs, brokers.

It knows Kafka and nothing of medical review. Read `loop.consume` first (one message), then
`loop.partition` (one transaction per batch) and `loop.worker` (ownership of partitions).
"""
