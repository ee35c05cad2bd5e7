"""What a turn costs here and elsewhere: the same turn, side by side, in one run."""
