"""From a signed determination to an issued letter: collected, assembled, checked, held, released, issued again."""
