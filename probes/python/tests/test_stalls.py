"""What is said of a loop that stands still."""

import subprocess
import sys
import unittest
from typing import Any

from application import PROBE, Outcome, run

PREFIX = """
import asyncio, gc, json, threading, time
def truth(work):
    started = time.monotonic_ns()
    work()
    print(json.dumps({"started_ns": started, "ended_ns": time.monotonic_ns()}), flush=True)
def computes(seconds):
    until = time.thread_time() + seconds
    while time.thread_time() < until: pass
"""


def program(body: str) -> str:
    """A program whose loop waits for a moment before and after the body."""
    lines = "\n".join("    " + line for line in body.strip().splitlines())
    return f"{PREFIX}\nasync def main():\n    await asyncio.sleep(0.15)\n{lines}\n    await asyncio.sleep(0.15)\nasyncio.run(main())\n"


class StallTests(unittest.TestCase):
    def only_stall(self, outcome: Outcome) -> dict[str, Any]:
        """The one stall that was told. It covers what the program says that it did."""
        self.assertEqual((outcome.status, outcome.errors), (0, ""))
        self.assertEqual(outcome.last["errors"], 0)
        covering = [
            stall
            for stall in outcome.of("stall")
            if stall["started_ns"] <= outcome.truth[0]["started_ns"] and stall["ended_ns"] >= outcome.truth[0]["ended_ns"]
        ]
        self.assertEqual(len(covering), 1)
        return covering[0]

    def test_a_sleep_is_told_with_its_line_and_what_it_sleeps_in(self) -> None:
        stall = self.only_stall(run(program("def back_off(): time.sleep(0.3)\ntruth(back_off)")))
        self.assertEqual(stall["frame"].rpartition(":")[2], "main.back_off" if "main." in stall["frame"] else "back_off")
        self.assertGreater(2 * stall["looks_asleep"], stall["looks"])
        self.assertLess(stall["on_cpu_ns"], 100_000_000)
        self.assertFalse(stall["startup"])
        self.assertEqual(stall["tasks_seen"], 1)

    def test_a_computation_is_on_the_cpu(self) -> None:
        stall = self.only_stall(run(program("def parse(): computes(0.3)\ntruth(parse)")))
        self.assertIn("parse", " ".join(stall["stack"]))
        self.assertGreater(stall["on_cpu_ns"], 250_000_000)
        self.assertEqual(stall["gc_ns"], 0)

    def test_a_shorter_limit_tells_the_place_of_a_shorter_block(self) -> None:
        block = program("def encode(): computes(0.06)\nfor _ in range(3): truth(encode); await asyncio.sleep(0.05)")
        outcome = run(block, variables={"CALCMON_STALL_LIMIT": "40ms"})
        self.assertEqual((outcome.status, outcome.errors), (0, ""))
        told = [stall for stall in outcome.of("stall") if "encode" in " ".join(stall["stack"])]
        self.assertEqual(len(told), 3)

    def test_a_limit_that_is_none_changes_nothing(self) -> None:
        usual = 100_000_000
        for text, limit in [
            ("", usual), ("40ms", 40_000_000), (" 0.5s ", 500_000_000), ("20ms", 20_000_000), ("10s", 10_000_000_000),
            ("soon", usual), ("40", usual), ("ms", usual), ("-1ms", usual), ("nans", usual), ("infs", usual), ("1ms", usual),
            ("11s", usual),
        ]:
            with self.subTest(text):
                code = "from calcmon_probe.settings import STALL_LIMIT, TICK; print(STALL_LIMIT, TICK)"
                found = subprocess.run(
                    [sys.executable, "-B", "-c", code], capture_output=True, text=True, check=True,
                    env={"PYTHONPATH": str(PROBE / "src"), "CALCMON_STALL_LIMIT": text},
                )
                self.assertEqual(found.stdout.split(), [str(limit), str(min(limit, usual))])

    def test_a_turn_in_which_the_tick_was_due_already_is_told_once(self) -> None:
        body = """
loop = asyncio.get_running_loop()
due = min(timer.when() for timer in loop._scheduled)
await asyncio.sleep(due - loop.time() - 0.03)
loop.call_soon(truth, lambda: computes(0.3))
while loop.time() <= due: pass
"""
        outcome = run(program(body))
        stall = self.only_stall(outcome)
        self.assertEqual(outcome.of("stall"), [stall])
        self.assertGreater(stall["on_cpu_ns"], 250_000_000)

    def test_the_collector_is_told_from_the_code(self) -> None:
        stall = self.only_stall(
            run(program("heap = [[i] for i in range(3_000_000)]\nawait asyncio.sleep(0.15)\ntruth(gc.collect)"))
        )
        self.assertGreater(stall["gc_ns"], (stall["ended_ns"] - stall["started_ns"]) // 2)

    def test_who_has_the_lock_of_the_interpreter_is_told(self) -> None:
        # Beside others who have all cores nothing may be told of the lock: then the host was in the way.
        for _ in range(3):
            outcome = run(
                program(
                    """
def resize():
    truth(lambda: sum(range(30_000_000)))
thread = threading.Thread(target=resize, name="resize")
await asyncio.sleep(1)
thread.start()
await asyncio.sleep(0)
await asyncio.sleep(0.2)
thread.join()
"""
                )
            )
            self.assertEqual((outcome.status, outcome.last["errors"]), (0, 0))
            stalls = [stall for stall in outcome.of("stall") if stall["started_ns"] < outcome.truth[0]["ended_ns"]]
            holders = [stall["holder"] for stall in stalls if stall["holder"]]
            if holders:
                break
        self.assertEqual({holder["thread"] for holder in holders}, {"resize"})
        self.assertIn("program.py", holders[0]["frame"])

    def test_many_tasks_in_one_turn_are_told_from_one_that_blocks(self) -> None:
        outcome = run(
            program(
                """
async def job():
    await asyncio.sleep(0)
    computes(0.01)
started = time.monotonic_ns()
await asyncio.gather(*(job() for _ in range(50)))
"""
            )
        )
        stall = outcome.of("stall")[0]
        self.assertGreater(stall["tasks_seen"], 2)
        self.assertGreaterEqual(outcome.of("snapshot")[-1]["stalls"], 1)

    def test_an_import_at_the_start_is_start_up(self) -> None:
        outcome = run(
            PREFIX + "async def main():\n    time.sleep(0.2)\n    await asyncio.sleep(0.15)\n    time.sleep(0.2)\nasyncio.run(main())"
        )
        self.assertEqual([stall["startup"] for stall in outcome.of("stall")], [True, False])

    def test_a_loop_on_time_has_none(self) -> None:
        outcome = run(program("for _ in range(20): await asyncio.sleep(0.01)"))
        self.assertEqual(outcome.of("stall"), [])
        self.assertGreater(outcome.last["turns"], 20)
        self.assertGreater(sum(count for message in outcome.of("snapshot") for _, count in message["latency"]), 30)

    def test_lateness_counts_what_a_stall_swallowed(self) -> None:
        outcome = run(program("truth(lambda: time.sleep(0.5))"))
        late = sum(count for message in outcome.of("snapshot") for us, count in message["latency"] if us > 100_000)
        self.assertIn(late, range(38, 60))

    def test_a_loop_that_stands_for_long_is_told_of_while_it_stands(self) -> None:
        outcome = run(program("def waits(): time.sleep(1.5)\ntruth(waits)"))
        standing = outcome.of("standing")
        self.assertEqual(len(standing), 1)
        self.assertIn("waits", standing[0]["frame"])
        self.assertLess(standing[0]["at_ns"], outcome.truth[0]["ended_ns"])

    def test_recursion_and_long_stacks_are_shortened(self) -> None:
        outcome = run(program("def down(n):\n    time.sleep(0.3) if n == 0 else down(n - 1)\ntruth(lambda: down(300))"))
        stall = self.only_stall(outcome)
        self.assertLessEqual(len(stall["stack"]), 12)
        self.assertIn("down", stall["frame"])


if __name__ == "__main__":
    unittest.main()
