"""Move the data of the embedded broker to Apache Kafka.

`imr up` ran that broker until November 2026. Start with `migrate`.
"""
