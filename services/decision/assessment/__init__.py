"""The assessment of an item, from its facts to the reviewer's draft; begins in `assess`."""
