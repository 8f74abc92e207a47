"""The transactional loop. Start with `consume` (one message), then `partition` (one transaction), then `worker` (who owns what)."""
