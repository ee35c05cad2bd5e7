"""A judge by model, for what no certain metric can see; it counts only while it agrees with people's labels."""
