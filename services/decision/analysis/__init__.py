"""Questions about many decisions: replay, candidate editions, agreement, precedents."""
