"""What an agent can do: typed tools over the back office, each effect done exactly once."""
