"""Bytes kept under their SHA-256, in a folder or an S3-compatible store."""
