import Samples
import Testing
import Workloads

@Suite struct KernelTests {
  private static let seeds: [UInt64] = [0, 1, 7, 42, 1_234_567, .max]
  private static let counts: [UInt64] = [0, 1, 2, 3, 64, 1000, 100_003]

  @Test(arguments: Kernel.allCases, counts)
  func `The right result is accepted`(kernel: Kernel, operations: UInt64) {
    for seed in KernelTests.seeds {
      #expect(kernel.accepts(kernel.compute(seed: seed, operations: operations), seed: seed, operations: operations))
    }
  }

  @Test(arguments: Kernel.allCases, counts.dropFirst())
  func `One operation too few or too many is noticed`(kernel: Kernel, operations: UInt64) {
    for seed in KernelTests.seeds {
      #expect(!kernel.accepts(kernel.compute(seed: seed, operations: operations - 1), seed: seed, operations: operations))
      #expect(!kernel.accepts(kernel.compute(seed: seed, operations: operations), seed: seed, operations: operations - 1))
    }
  }

  @Test(arguments: [.integer, .floating, .memory] as [Kernel], counts)
  func `The result of another seed is noticed`(kernel: Kernel, operations: UInt64) {
    for (seed, other) in [(7, 0), (42, 7), (42, 41), (1_234_567, 42)] as [(UInt64, UInt64)] {
      #expect(!kernel.accepts(kernel.compute(seed: other, operations: operations), seed: seed, operations: operations))
    }
  }

  @Test(arguments: counts)
  func `The hash is the same for every seed`(operations: UInt64) {
    #expect(Set(KernelTests.seeds.map { Kernel.hashing.compute(seed: $0, operations: operations) }).count == 1)
  }

  @Test(arguments: Kernel.allCases, Kernel.allCases)
  func `The result of another kernel is noticed`(kernel: Kernel, other: Kernel) {
    for operations in KernelTests.counts.dropFirst() {
      let result = other.compute(seed: 42, operations: operations)
      #expect(kernel.accepts(result, seed: 42, operations: operations) == (kernel == other))
    }
  }

  @Test(arguments: Kernel.allCases)
  func `Preparation changes no result`(kernel: Kernel) {
    let before = kernel.compute(seed: 42, operations: 64)
    kernel.prepare(operations: 64)
    #expect(kernel.compute(seed: 42, operations: 64) == before)
    #expect(kernel.accepts(before, seed: 42, operations: 64))
  }

  // Found in Python, by the formulas and by the asyncio runtime's own script alike.
  @Test(
    arguments: [
      (.integer, 0, 1, 1_442_695_040_888_963_407), (.integer, 42, 0, 42), (.integer, 42, 1, 10_481_999_410_520_546_993),
      (.integer, 42, 2, 4_159_066_171_780_167_020), (.integer, 42, 3, 7_615_522_811_268_512_075),
      (.integer, 42, 64, 13_938_075_786_164_501_354), (.integer, 42, 1000, 3_780_446_852_550_674_546),
      (.integer, 42, 100_003, 12_107_064_240_833_296_875), (.integer, .max, 100_003, 9_283_750_073_573_550_916),
      (.memory, 0, 1, 979_807), (.memory, 42, 0, 42), (.memory, 42, 1, 1_683_841), (.memory, 42, 2, 1_006_828),
      (.memory, 42, 3, 570_203), (.memory, 42, 64, 2_052_970), (.memory, 42, 1000, 1_110_898), (.memory, 42, 100_003, 357_371),
      (.memory, .max, 0, 2_097_151), (.memory, .max, 100_003, 1_321_844),
      (.hashing, 42, 0, 14_695_981_039_346_656_037), (.hashing, 42, 1, 12_638_156_414_230_052_088),
      (.hashing, 42, 2, 593_364_677_169_444_132), (.hashing, 42, 3, 17_366_256_301_223_913_165),
      (.hashing, 42, 64, 7_378_752_658_553_741_477), (.hashing, 42, 1000, 4_569_111_864_410_009_333),
      (.hashing, 42, 100_003, 7_829_101_746_068_313_837),
    ] as [(Kernel, UInt64, UInt64, UInt64)])
  func `Both runtimes compute the same`(kernel: Kernel, seed: UInt64, operations: UInt64, result: UInt64) {
    #expect(kernel.compute(seed: seed, operations: operations) == result)
  }

  @Test(
    arguments: [
      (0, 0, 1), (0, 1, 0.9950041652780258), (42, 0, 0.9991181296463766), (42, 1, 0.9899349297380738),
      (42, 2, 0.97086062724081), (42, 3, 0.9420858062800115), (42, 64, 0.9874154308416101), (42, 1000, 0.8828195237140178),
      (42, 100_003, -0.7945175693869521), (1_234_567, 0, 0.8435160803285807), (.max, 100_003, -0.33839683927042585),
    ] as [(UInt64, UInt64, Double)])
  func `Both runtimes compute the same to within rounding`(seed: UInt64, operations: UInt64, result: Double) {
    let found = Double(bitPattern: Kernel.floating.compute(seed: seed, operations: operations))
    #expect(abs(found - result) < 1e-9)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 2, 0.999])
  func `A vector that points elsewhere, or nowhere, is noticed`(result: Double) {
    #expect(!Kernel.floating.accepts(result.bitPattern, seed: 0, operations: 0))
  }

  // Named in configurations, orders and stored calibrations.
  @Test func `The words are fixed`() {
    #expect(Kernel.allCases.map(\.rawValue) == ["integer", "floating", "memory", "hashing"])
  }

  @Test func `Calibration finds a plausible speed`() throws {
    let found = try Calibration.operationsPerSecond(.integer)
    #expect(found > 1e7 && found < 1e11)
  }

  @Test func `A wrong result names its kernel`() {
    #expect(CalibrationError.wrongResult(.memory).description == "the kernel 'memory' gave a wrong result on this host")
  }
}
