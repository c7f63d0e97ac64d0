import Testing
import Workloads

@Suite struct IntegerKernelTests {
  @Test(arguments: [0, 1, 2, 3, 64, 1000, 1_000_003] as [UInt64])
  func `The closed form gives what the work gives`(operations: UInt64) {
    for seed in [0, 1, 42, UInt64.max] {
      #expect(
        IntegerKernel.compute(seed: seed, operations: operations) == IntegerKernel.expected(seed: seed, operations: operations))
    }
  }

  @Test func `One operation too few is noticed`() {
    #expect(IntegerKernel.compute(seed: 7, operations: 999) != IntegerKernel.expected(seed: 7, operations: 1000))
  }

  @Test func `Calibration finds a plausible speed`() {
    let found = Calibration.operationsPerSecond()
    #expect(found > 1e7 && found < 1e11)
  }
}
