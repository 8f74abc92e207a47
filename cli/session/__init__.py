"""What commands share: options, the connection to Kafka, output, questions, waiting."""
