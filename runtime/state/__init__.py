"""The state of a partition: tables and timers, their changelog, a copy on disk."""
