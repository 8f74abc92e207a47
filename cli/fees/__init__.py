"""`imr fees`: the fees that claims administrators owe for reviews."""
