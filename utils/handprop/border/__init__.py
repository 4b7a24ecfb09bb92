"""What both sides of the sandbox know: nothing here knows a question, and the folder is mounted whole."""
