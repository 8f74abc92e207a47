"""The guideline library: its YAML files, read, checked and compiled. Start with `library`."""
