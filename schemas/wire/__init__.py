"""Messages as Kafka carries them: envelope, codec, dead letters."""
