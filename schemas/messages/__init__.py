"""The events and commands, a module for each service that publishes them."""
