"""`imr dead-letters`: parked messages, replayed or discarded."""
