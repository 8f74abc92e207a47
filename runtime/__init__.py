"""What every service runs on: the transactional loop, state, parking, timers, settings, logs, brokers. Knows Kafka and no review.

Read `consume` first (what happens to one message), then `partition` (one transaction per batch), then `worker` (who owns what).
"""
