"""What an instructor reads: pages, tables, the screen."""
