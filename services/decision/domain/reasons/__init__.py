"""The proposal on an item, and its reasons in sentences."""
