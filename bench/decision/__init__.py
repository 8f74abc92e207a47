"""Measure the assessments of decision: varied items, their speed and their prose."""
