"""Speed, measured and never tested: `make bench`."""
