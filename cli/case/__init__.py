"""`imr case`: the history of a case, and the list of cases."""
