"""The rules of a place as dated configuration, each value with its source in law.

There is one YAML file for each jurisdiction. Start with `files.load_jurisdiction`; `model`
describes a file, `legal_time` counts its clocks, `ledger` one that is tolled, converted or
extended, and `calendars` knows the days that do not count.
"""
