"""Who may sign, when a determination stands, and why a command is refused."""
