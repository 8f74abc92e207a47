"""The parts of a chaos run: workers, cases, poison, channels, the desk."""
