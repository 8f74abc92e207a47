"""`imr decision`: the reviewers' commands."""
