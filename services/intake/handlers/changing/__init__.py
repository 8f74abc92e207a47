"""Acts that change a review while it goes on: its priority, its time."""
