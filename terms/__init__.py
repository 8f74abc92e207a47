"""The words of the field: treatments, drugs, body regions, names, and how people write them. Imports nothing of ours."""
