"""Model routing measured: a tier policy replayed on recorded runs of a small and a large model."""
