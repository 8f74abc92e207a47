"""`imr clock`: the legal clocks, and last days counted for people, without a broker."""
