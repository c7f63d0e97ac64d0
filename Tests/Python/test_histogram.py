import unittest
from unittest import mock

import support  # noqa: F401

from calcmon_runtime.probe import histogram


def buckets(*durations):
    """What is reported of durations in nanoseconds."""
    found = histogram.Histogram()
    for ns in durations:
        found.record(ns)
    with mock.patch.object(histogram, "send") as send:
        found.send("queue_wait")
    send.assert_called_once_with("histogram", of="queue_wait", buckets=mock.ANY)
    return send.call_args.kwargs["buckets"]


class HistogramTests(unittest.TestCase):
    def test_durations_are_whole_microseconds_to_the_nearest(self):
        self.assertEqual(buckets(0, 499, 500, 1499, 1500), [(0, 2), (1, 2), (2, 1)])

    def test_what_is_below_zero_counts_as_zero(self):
        self.assertEqual(buckets(-5_000_000), [(0, 1)])

    def test_buckets_are_wider_the_longer_the_durations(self):
        self.assertEqual(buckets(2_047_000), [(2047, 1)])
        self.assertEqual(buckets(2_048_000, 2_049_000), [(2049, 2)])
        self.assertEqual(buckets(1_000_000_000), [(1_000_447, 1)])

    def test_a_bucket_ends_within_a_thousandth_of_what_is_in_it(self):
        for exponent in range(31):
            us = 3**exponent % 3_600_000_000
            ((bound, _),) = buckets(us * 1000)
            self.assertGreaterEqual(bound, us)
            self.assertLessEqual(bound - us, us / 1000)

    def test_what_is_longer_than_an_hour_counts_as_an_hour(self):
        self.assertEqual(buckets(10**13), buckets(3_600 * 10**9))
