"""The HTTP API, one file per noun; each route only translates."""
