"""Kafka brokers on this machine: embedded (noida-db), or Apache Kafka without containers.

For demonstrations, tests and benchmarks. Start with `create.create_broker`; `topics.ensure_topics`
creates the catalogue's topics on any broker. Both kinds end with the process that started them,
keep their data and port in one folder, and refuse a folder that another broker uses.
"""
