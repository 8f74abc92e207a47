"""`imr demo --cases`: a system filled with invented cases, over a month of time."""
