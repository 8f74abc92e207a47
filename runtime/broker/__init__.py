"""Apache Kafka on this machine, without a container: one node.

For demonstrations, tests, benchmarks and small installations. Start with `kafka.apache`;
`topics.ensure_topics` creates the catalogue's topics on any broker. A broker ends with the process
that started it, keeps its data and port in one folder, and refuses a folder that another broker
uses.
"""
