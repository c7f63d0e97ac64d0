"""Random numbers that are the same in every run and every runtime of calcmon."""

from .kernels import MASK64

GOLDEN_GAMMA = 0x9E3779B97F4A7C15


def unit(state: int, place: int) -> float:
    """A number in [0, 1): the one at a place, counted from 1, of splitmix64's course from a state."""
    z = (place * GOLDEN_GAMMA + state) & MASK64
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & MASK64
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB & MASK64
    z ^= z >> 31
    return (z >> 11) / 2**53
