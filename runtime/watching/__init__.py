"""Report the health of a worker, and end it when it stalls."""
