"""Starting the sandbox, and talking to it."""
