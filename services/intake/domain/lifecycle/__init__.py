"""The life of a case: its states, the acts that move it, and the next step in each."""
