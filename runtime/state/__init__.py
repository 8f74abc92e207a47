"""What a partition remembers: tables and timers, their changelog, a copy on disk."""
