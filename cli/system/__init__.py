"""`imr up` and `imr demo`: processes on this machine."""
