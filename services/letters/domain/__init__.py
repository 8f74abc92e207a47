"""The rules of letters: who is served, what proves it, how long a party may appeal, when a held letter may go, what a letter rests on."""
