"""`imr decision`: what reviewers see and sign."""
