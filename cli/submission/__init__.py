"""The steps of `imr submit`: split input, pass over repeats, send, keep rejects."""
