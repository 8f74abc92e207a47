"""The live view: faust agents, tables and windows over all events."""
