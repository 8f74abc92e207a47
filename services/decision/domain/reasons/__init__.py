"""Why an item is proposed as upheld or overturned, in sentences."""
