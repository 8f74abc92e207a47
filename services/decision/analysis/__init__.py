"""Questions about many decisions: replay, candidate editions, agreement with real decisions, precedents."""
