"""English as letters use it: sentences, the decision they state, and dates."""
