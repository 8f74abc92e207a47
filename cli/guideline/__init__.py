"""`imr guideline`: the library, what-if questions, agreement with real decisions."""
