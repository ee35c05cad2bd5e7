"""What is measured of a run: one pure function a metric, listed in catalogue.py; summary.py puts them together."""
