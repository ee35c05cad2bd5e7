"""What operators see: numbers, logs and traces, none with what customers say."""
