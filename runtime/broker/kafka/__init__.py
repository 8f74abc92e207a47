"""Run one node of Apache Kafka.

Find Java, fetch the jars, configure, start: begin with `apache`.
"""
