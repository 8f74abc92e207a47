"""`imr guideline`: the library, other editions, agreement with real decisions."""
