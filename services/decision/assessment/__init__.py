"""The assessment of an item, from its facts to the draft a reviewer reads. Start with `assess`."""
