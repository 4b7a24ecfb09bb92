"""What all explorers share: the panel of controls, the view in the browser, the still picture."""
