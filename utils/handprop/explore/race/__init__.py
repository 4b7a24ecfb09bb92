"""The explorer of a race: nudge every weight against one walk back."""
