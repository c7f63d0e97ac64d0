import Prediction
import Samples
import Testing

/// The model does what paper does: each case is worked out by hand beside its figures.
@Suite struct HandWorkedTests {
  @Test(arguments: HandCase.sync) func `One item after another`(_ example: HandCase) { check(example) }

  @Test(arguments: HandCase.async) func `Items that are computed on the loop`(_ example: HandCase) { check(example) }

  @Test(arguments: HandCase.threads) func `Threads that share cores`(_ example: HandCase) { check(example) }

  @Test(arguments: HandCase.lock) func `Threads that share a lock`(_ example: HandCase) { check(example) }

  @Test(arguments: HandCase.hybrid) func `Worker processes`(_ example: HandCase) { check(example) }

  @Test(arguments: HandCase.arriving) func `Items that come one by one`(_ example: HandCase) { check(example) }

  @Test(arguments: HandCase.standard) func `One item, with what the runtimes add by default`(_ example: HandCase) {
    check(example)
  }

  private func check(_ example: HandCase) {
    let (found, expected) = (example.play(), example.expected)
    #expect(isNear(found.seconds * 1000, expected.time), "time: \(found.seconds * 1000)")
    for (name, found, late) in [
      ("p50", found.latency.p50, expected.late.p50), ("p99", found.latency.p99, expected.late.p99),
    ] {
      // Times are counted to one per cent, and one microsecond at least.
      #expect(found * 1000 >= late - 1e-6 && found * 1000 <= late * 1.011 + 0.001, "\(name): \(found * 1000)")
    }
    #expect(isNear(found.latency.max * 1000, expected.late.max), "max: \(found.latency.max * 1000)")
    #expect(found.queuePeak == expected.queue)
    let cores = Double(example.scenario.cores)
    #expect(
      isNear(found.cpuUtilization, expected.computed / (expected.time * cores)),
      "computed: \(found.cpuUtilization * found.seconds * cores * 1000)")
    #expect(isNear(found.ioWaitRatio, expected.waited / expected.time), "waited: \(found.ioWaitRatio * found.seconds * 1000)")
    #expect(found.bottleneck == expected.bottleneck)
    if let item = expected.item { #expect(isNear(found.itemSeconds.mean * 1000, item), "item: \(found.itemSeconds.mean * 1000)") }
    #expect(isNear(found.startUpSeconds * 1000, expected.startUp))
  }

  private func isNear(_ found: Double, _ expected: Double) -> Bool { abs(found - expected) < 1e-6 * max(1, expected) }
}
