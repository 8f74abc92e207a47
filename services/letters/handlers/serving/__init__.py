"""From an issued letter to proof of service on each party, through delivery channels."""
