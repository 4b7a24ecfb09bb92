"""Mutants that no check can be asked to refuse, each with the reason."""

REASONS: dict[tuple[str, str], str] = {}
"""(question, change) -> why it may pass."""
