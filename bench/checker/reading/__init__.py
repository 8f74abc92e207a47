"""Reading topics, and the checks of submissions, dead letters and states."""
