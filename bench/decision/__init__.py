"""Measure the assessments of decision: varied items, and the prose of their reasons."""
