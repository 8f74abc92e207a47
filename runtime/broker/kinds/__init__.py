"""The brokers that can be started on this machine. Start with `create`."""
