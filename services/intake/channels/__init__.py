"""How applications come in: HTTP and files. Every channel ends in the same `SubmitApplication`."""
