"""Proving the checks: each small change of a solution is refused, or changes nothing that is asked for."""
