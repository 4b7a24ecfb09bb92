"""Where learners' code runs: a process that has nothing worth taking, and returns plain data."""
