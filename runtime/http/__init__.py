"""HTTP servers beside a worker: their limits, refusals and descriptions."""
