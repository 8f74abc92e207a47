"""A broker as a process: its folder, its ports, its start and its end."""
