"""Benchmarks beside the cases of many years."""
