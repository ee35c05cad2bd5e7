"""The process is killed again and again, and every message is still answered once and every action done once."""
