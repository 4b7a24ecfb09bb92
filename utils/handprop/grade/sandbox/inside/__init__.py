"""What runs inside the sandbox: the server that has imported everything, and its forks for learners' code."""
