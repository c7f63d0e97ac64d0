import Glibc

/// Finds out how many operations of the kernel this host does in a second on an idle core.
package enum Calibration {
  /// Takes the fastest of several short rounds: interruptions only ever make a round slower. Costs about 0.2 s of CPU time.
  package static func operationsPerSecond() -> Double {
    let operations: UInt64 = 4_000_000
    var best = 0.0
    var seed: UInt64 = 1
    let deadline = cpuSecondsOfThisThread() + 0.2
    while cpuSecondsOfThisThread() < deadline {
      let before = cpuSecondsOfThisThread()
      seed = IntegerKernel.compute(seed: seed, operations: operations)
      best = max(best, Double(operations) / (cpuSecondsOfThisThread() - before))
    }
    return best
  }

  private static func cpuSecondsOfThisThread() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
