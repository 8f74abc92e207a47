"""The parts that commands share: options, connection, output, questions, waiting."""
