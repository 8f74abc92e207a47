"""What a worker says of itself, and the thread that ends it when it stalls."""
