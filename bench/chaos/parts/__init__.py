"""What a chaos run is made of: workers, cases, poison, channels, the desk."""
