"""`imr fees`: what claims administrators owe for reviews."""
