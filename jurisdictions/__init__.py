"""The rules of a place as dated configuration: one YAML file for each jurisdiction, every value with its source in law.

Start with `files.load_jurisdiction`; `model` says what a file holds, `clocks` counts days and hours.
"""
