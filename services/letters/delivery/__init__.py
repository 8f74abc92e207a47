"""How letters leave: channels behind one interface (channel.py), each of which keeps its word per idempotency key."""
