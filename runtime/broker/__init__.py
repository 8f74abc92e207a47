"""Kafka brokers on this machine: embedded (noida-db) or Apache Kafka without containers, for demonstrations, tests and benchmarks.

Start with `create.create_broker`; `topics.ensure_topics` makes the catalogue's topics on any broker. Both kinds die with the process
that started them, keep their data and their port in one folder, and refuse a folder that another broker uses.
"""
