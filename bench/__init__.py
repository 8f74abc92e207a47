"""Benchmarks (`make bench`), chaos runs, the checker and fault injection."""
