"""Mutants that no check can be asked to refuse, each with the reason."""

REASONS: dict[tuple[str, str], str] = {
    ("occlusion", "output for b2"): (
        "What is added to the output sum cancels in the fall; only digits of tiny falls are lost by it."
    ),
}
"""(question, change) -> why it may pass."""
