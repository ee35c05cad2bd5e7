"""What Northlight tells its customers, as articles, and the search over them."""
