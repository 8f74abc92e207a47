"""From an issued letter to proof of service on each party, and the channels that deliver it."""
