"""What runs: HTTP, channels, the terminal, and every concrete choice."""
