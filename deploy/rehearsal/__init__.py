"""A rehearsal of a class on a hub: the hub, the people who use it over HTTP, and the steps of an exercise."""
