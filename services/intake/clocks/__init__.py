"""The clocks of a case: ledgers, and the ends that follow from them."""
