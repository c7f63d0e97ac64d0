import Runs
import Samples
import Sampling
import Testing

@Suite struct DiskAccountTests {
  private static func reading(
    _ disks: [String: (busy: Double, bytes: UInt64)], own: UInt64?, isGuess: Bool = false
  ) -> DiskReading {
    DiskReading(
      disks: disks.mapValues { DiskReading.Counters(busySeconds: $0.busy, bytes: $0.bytes) }, isGuess: isGuess, ownBytes: own)
  }

  private static func use(_ readings: [DiskReading], _ consumers: StorageConsumers? = nil) -> DiskUse? {
    var account = WorkAccount()
    for second in [0, 10] {
      account.receive(
        HostReading(nanoseconds: Int64(second) * 1_000_000_000, stealSeconds: 0, throttledSeconds: nil, processors: 2),
        agentSeconds: 0)
    }
    for reading in readings { account.receive(reading) }
    if let consumers { account.receive(consumers) }
    return account.host(ranSeconds: 1, besideSeconds: 0)?.disk
  }

  @Test func `what the disk has done since the first reading, and who else used it`() {
    let consumers = StorageConsumers(
      seconds: 20, consumers: [DiskConsumer(name: "backup.service", bytes: 160_000)], seenBytes: 160_000)
    let use = Self.use(
      [
        Self.reading(["sda": (1, 5000)], own: 100), Self.reading(["sda": (4, 50_000)], own: 700),
        Self.reading(["sda": (9, 105_000)], own: 1100),
      ], consumers)
    #expect(
      use
        == DiskUse(
          device: "sda", busySeconds: 8, bytes: 100_000, ownBytes: 1000,
          consumers: [DiskConsumer(name: "backup.service", bytes: 80_000)]))
    #expect(use?.othersShare == 0.92)
  }

  @Test func `of several the busiest`() {
    let use = Self.use(
      [
        Self.reading(["sda": (1, 0), "sdb": (9, 0)], own: 0, isGuess: true),
        Self.reading(["sda": (3, 10), "sdb": (9.5, 99), "sdc": (50, 1)], own: 0, isGuess: true),
      ])
    #expect(use?.device == "sda")
    #expect(use?.isGuess == true)
  }

  @Test func `one reading is none, and counters that begin anew are no negative figures`() {
    #expect(Self.use([Self.reading(["sda": (1, 5000)], own: 100)]) == nil)
    let use = Self.use([Self.reading(["sda": (9, 5000)], own: 100), Self.reading(["sda": (1, 10)], own: 50)])
    #expect(use == DiskUse(device: "sda", busySeconds: 0, bytes: 0, ownBytes: 0))
  }

  @Test func `what others moved without a name is said, what the run moved itself is not put down to them`() {
    let denied = StorageConsumers(seconds: 10, consumers: [], seenBytes: 0, hidden: .denied)
    let others = [Self.reading(["sda": (0, 0)], own: 0), Self.reading(["sda": (9, 100_000)], own: 10)]
    #expect(Self.use(others, denied)?.hiddenReason == .denied)
    let own = [Self.reading(["sda": (0, 0)], own: 0), Self.reading(["sda": (9, 100_000)], own: 50_000)]
    #expect(Self.use(own, denied)?.hiddenReason == nil)
    #expect(Self.use(own, denied)?.othersShare == 0)
  }
}
