"""Real functions for benchmarks of calls: they are written into a folder, from which calcmon calls them."""
import importlib.util
import os

MODULE = "own_steps"
SOURCE = '''
import hashlib
import json
import random

_chance = random.Random(1)
ORDER = {"id": 17, "customer": {"name": "A. Customer", "address": ["Main Street 1", "12345 Town"]},
         "lines": [{"sku": f"A-{n:05}", "price": n * 1.37, "tags": ["new", "sale"], "stock": {"shop": n, "depot": 7 * n}}
                   for n in range(400)]}
SIDE = 26
LEFT = [[_chance.random() for _ in range(SIDE)] for _ in range(SIDE)]
RIGHT = [[_chance.random() for _ in range(SIDE)] for _ in range(SIDE)]
BLOCK = bytes(100_000)


def encode(item):
    """JSON of a nested document: holds the lock."""
    return len(json.dumps({**ORDER, "id": item}, indent=1))


def multiply(item):
    """A product of matrices in pure Python: holds the lock."""
    columns = list(zip(*RIGHT))
    return sum(sum(map(lambda a, b: a * b, row, column)) for row in LEFT for column in columns)


def digest(item):
    """Hashes some 100 kB, several times: lets the lock go."""
    found = hashlib.sha256(item.to_bytes(8, "big"))
    for _ in range(40):
        found.update(BLOCK)
    return found.hexdigest()
'''
WITH_NUMPY = '''

import numpy

WIDE = numpy.random.default_rng(1).random((160, 160))


def multiply_numpy(item):
    """A product of matrices by numpy: lets the lock go."""
    return float((WIDE @ WIDE @ WIDE)[0, 0])
'''


def write(folder):
    """Writes the module, and returns the functions' names: with numpy if this interpreter has it, which is to call them, too."""
    has_numpy = importlib.util.find_spec("numpy") is not None
    with open(os.path.join(folder, f"{MODULE}.py"), "w") as file:
        file.write(SOURCE + (WITH_NUMPY if has_numpy else ""))
    return ["encode", "multiply", "digest"] + (["multiply_numpy"] if has_numpy else [])


def call(function):
    """As --cpu takes it."""
    return f"python:{MODULE}:{function}"
