import itertools
import unittest
from unittest import mock

import support  # noqa: F401
from calcmon_runtime import arguments


class TakenTests(unittest.TestCase):
    def test_the_first_thousand_are_taken(self):
        self.assertEqual(arguments.taken(itertools.count()), list(range(1000)))

    def test_fewer_are_taken_if_they_take_much_memory(self):
        with mock.patch.object(arguments, "MOST_BYTES", 8 << 20):
            values = arguments.taken(b"x" * (4 << 20) for _ in itertools.count())
        self.assertLess(len(values), 20)
        self.assertGreater(len(values), 0)
