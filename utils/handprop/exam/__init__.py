"""An exercise as an exam: own numbers, no verdict on the spot, nothing to find in what is handed out."""
