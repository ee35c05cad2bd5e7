"""What a run, or two, look like: in the terminal, as Markdown, and as one page that opens offline."""
