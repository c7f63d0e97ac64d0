import struct
import unittest
from unittest import mock

import support  # noqa: F401

from calcmon_runtime import calibration
from calcmon_runtime.batch import Batch
from calcmon_runtime.cpu_step import CpuStep
from calcmon_runtime.kernels import KERNELS, compute_many
from calcmon_runtime.order import Cpu
from calcmon_runtime.step_error import StepError

LAST = 2**64 - 1
SEEDS = [0, 1, 7, 42, 1_234_567, LAST]
COUNTS = [0, 1, 2, 3, 64, 1000, 10_007]
# (kernel, seed, operations, result), as the tests of the kernels in Swift have them.
KNOWN = [
    ("integer", 0, 1, 1442695040888963407),
    ("integer", 42, 0, 42),
    ("integer", 42, 1, 10481999410520546993),
    ("integer", 42, 2, 4159066171780167020),
    ("integer", 42, 64, 13938075786164501354),
    ("integer", 42, 1000, 3780446852550674546),
    ("integer", 42, 100_003, 12107064240833296875),
    ("integer", LAST, 100_003, 9283750073573550916),
    ("memory", 0, 1, 979807),
    ("memory", 42, 0, 42),
    ("memory", 42, 64, 2052970),
    ("memory", 42, 100_003, 357371),
    ("memory", LAST, 0, 2097151),
    ("memory", LAST, 100_003, 1321844),
    ("hashing", 42, 0, 14695981039346656037),
    ("hashing", 42, 1, 12638156414230052088),
    ("hashing", 42, 64, 7378752658553741477),
    ("hashing", 42, 100_003, 7829101746068313837),
]
KNOWN_VECTORS = [
    (0, 0, 1),
    (0, 1, 0.9950041652780258),
    (42, 3, 0.9420858062800115),
    (42, 1000, 0.8828195237140178),
    (42, 100_003, -0.7945175693869521),
    (LAST, 100_003, -0.33839683927042585),
]


class KernelTests(unittest.TestCase):
    def test_results_are_those_of_the_runtime_swift(self):
        for kernel, seed, operations, result in KNOWN:
            with self.subTest(kernel=kernel, seed=seed, operations=operations):
                self.assertEqual(KERNELS[kernel].compute(seed, operations), result)

    def test_vectors_are_those_of_the_runtime_swift_to_within_rounding(self):
        for seed, operations, x in KNOWN_VECTORS:
            with self.subTest(seed=seed, operations=operations):
                bits = KERNELS["floating"].compute(seed, operations)
                self.assertAlmostEqual(struct.unpack("<d", struct.pack("<Q", bits))[0], x, delta=1e-9)

    def test_the_right_result_is_accepted_and_one_operation_too_few_is_noticed(self):
        for name, kernel in KERNELS.items():
            for operations in COUNTS:
                check = kernel.make_check(operations)
                for seed in SEEDS:
                    with self.subTest(kernel=name, operations=operations, seed=seed):
                        self.assertTrue(check(seed, kernel.compute(seed, operations)))
                        self.assertFalse(check(seed, kernel.compute(seed, operations + 1)))

    def test_many_results_come_in_the_order_of_their_seeds(self):
        batch = compute_many("integer", 3, SEEDS)
        self.assertEqual(batch.results, [KERNELS["integer"].compute(seed, 3) for seed in SEEDS])
        self.assertEqual(len(batch.times), len(SEEDS))
        self.assertGreater(sum(batch.times), 0)


class CpuStepTests(unittest.TestCase):
    def test_a_step_adds_up_its_time_and_accepts_its_result(self):
        step = CpuStep(Cpu("hashing", 100))
        step.verify(1, step.compute(1))
        spent_ns = step.account.spent_ns
        self.assertGreater(spent_ns, 0)
        step.account.spend([1000, 10])
        self.assertEqual(step.account.spent_ns, spent_ns + 1010)
        self.assertEqual(sum(count for _, count in step.account.duration.buckets()), 3)

    def test_a_wrong_result_is_refused(self):
        step = CpuStep(Cpu("integer", 100))
        with self.assertRaisesRegex(StepError, "wrong result 5 for seed 1"):
            step.verify(1, 5)


class CalibrationTests(unittest.TestCase):
    def test_the_speed_is_that_of_the_median_round(self):
        rounds = [1_000_000, 2_000_000] + [100_000_000, 50_000_000, 400_000_000]
        with mock.patch.object(calibration, "compute_many", side_effect=[Batch([0], [ns]) for ns in rounds]) as compute:
            self.assertEqual(calibration.operations_per_second("integer"), 2000 * 1e9 / 100_000_000)
        self.assertEqual([call.args[1] for call in compute.call_args_list], [1000, 2000, 2000, 2000, 2000])

    def test_no_two_rounds_have_the_same_seed(self):
        with mock.patch.object(calibration, "compute_many", return_value=Batch([0], [50_000_000])) as compute:
            calibration.operations_per_second("memory")
        seeds = [call.args[2] for call in compute.call_args_list]
        self.assertEqual(seeds, [[number] for number in range(len(seeds))])
