"""The kernels of CPU steps. Each computes the same in every runtime of calcmon."""

import functools
import itertools
import math
import struct
import time
from array import array
from collections.abc import Callable
from typing import NamedTuple

from .batch import Batch

MASK64 = 2**64 - 1
MULTIPLIER, INCREMENT = 6364136223846793005, 1442695040888963407
STEP_COS, STEP_SIN = math.cos(0.1), math.sin(0.1)
TABLE_SIZE, TABLE_MULTIPLIER, TABLE_INCREMENT = 2**21, 1664525, 1013904223
FNV_OFFSET, FNV_PRIME = 0xCBF29CE484222325, 0x100000001B3
HASHED_BYTES = bytes((k * 167 + 13) % 256 for k in range(4096))
Check = Callable[[int, int], bool]
_thread_time_ns = time.thread_time_ns


class Kernel(NamedTuple):
    """A computation on 64-bit integers.

    `compute` takes a seed and a number of operations. `make_check` takes the number of operations
    and returns a function of seed and result that is much cheaper than to compute again.
    """

    compute: Callable[[int, int], int]
    make_check: Callable[[int], Check]


def affine_power(multiplier: int, increment: int, exponent: int, mask: int) -> tuple[int, int]:
    """The affine map x -> multiplier * x + increment, applied `exponent` times, as one such map."""
    power_multiplier, power_increment = 1, 0
    while exponent:
        if exponent & 1:
            power_multiplier = power_multiplier * multiplier & mask
            power_increment = (power_increment * multiplier + increment) & mask
        increment = (multiplier + 1) * increment & mask
        multiplier = multiplier * multiplier & mask
        exponent >>= 1
    return power_multiplier, power_increment


def compute_integer(seed: int, operations: int) -> int:
    """A linear congruential generator mod 2^64."""
    state = seed
    for _ in range(operations):
        state = (state * MULTIPLIER + INCREMENT) & MASK64
    return state


def check_integer(operations: int) -> Check:
    """Checks by the closed form of the generator."""
    multiplier, increment = affine_power(MULTIPLIER, INCREMENT, operations, MASK64)
    return lambda seed, result: result == (multiplier * seed + increment) & MASK64


def starting_angle(seed: int) -> float:
    """Where the rotation of an item starts."""
    return (seed % 1000) * 0.001


def compute_floating(seed: int, operations: int) -> int:
    """Turns a unit vector by 0.1 rad per operation; the result is the bits of its x."""
    angle = starting_angle(seed)
    x, y = math.cos(angle), math.sin(angle)
    for _ in range(operations):
        x, y = x * STEP_COS - y * STEP_SIN, x * STEP_SIN + y * STEP_COS
    return struct.unpack("<Q", struct.pack("<d", x))[0]


def check_floating(operations: int) -> Check:
    """Checks by the angle that the rotations add up to."""

    def check(seed: int, result: int) -> bool:
        x = struct.unpack("<d", struct.pack("<Q", result))[0]
        return abs(x - math.cos(starting_angle(seed) + operations * 0.1)) < 1e-6

    return check


@functools.cache
def memory_table() -> array:
    """Says for each index which is next. It takes 8 MiB, so that reads of it miss the caches."""
    indices = range(TABLE_SIZE)
    return array("I", [(TABLE_MULTIPLIER * i + TABLE_INCREMENT) % TABLE_SIZE for i in indices])


def compute_memory(seed: int, operations: int) -> int:
    """Follows the table from index to index."""
    table = memory_table()
    index = seed % TABLE_SIZE
    for _ in range(operations):
        index = table[index]
    return index


def check_memory(operations: int) -> Check:
    """Checks by the closed form. Builds the table, so that workers forked later share it."""
    memory_table()
    mask = TABLE_SIZE - 1
    multiplier, increment = affine_power(TABLE_MULTIPLIER, TABLE_INCREMENT, operations, mask)
    return lambda seed, result: result == (multiplier * seed + increment) & mask


def compute_hashing(_seed: int, operations: int) -> int:
    """FNV-1a over a buffer that is read again and again."""
    state = FNV_OFFSET
    for byte in itertools.islice(itertools.cycle(HASHED_BYTES), operations):
        state = ((state ^ byte) * FNV_PRIME) & MASK64
    return state


def check_hashing(operations: int) -> Check:
    """Checks against a hash computed once: it does not depend on the seed."""
    expected = compute_hashing(0, operations)
    return lambda _seed, result: result == expected


KERNELS = {
    "integer": Kernel(compute_integer, check_integer),
    "floating": Kernel(compute_floating, check_floating),
    "memory": Kernel(compute_memory, check_memory),
    "hashing": Kernel(compute_hashing, check_hashing),
}


def compute_many(kernel: str, operations: int, seeds: list[int]) -> Batch:
    """The results for some seeds, and the CPU time that each took."""
    compute = KERNELS[kernel].compute
    results, times = [], []
    then = _thread_time_ns()
    for seed in seeds:
        results.append(compute(seed, operations))
        now = _thread_time_ns()
        times.append(now - then)
        then = now
    return Batch(results, times)
