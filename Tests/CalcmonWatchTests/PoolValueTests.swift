import CalcmonWatch
import Testing

struct PoolValueTests {
  private static let limit: Int64 = 100_000_000

  @Test func `A sleep begins when the kernel says, if that lies between two looks`() {
    var block = PoolBlock(at: 60_000_000, notBefore: 10_000_000, timeslices: 7, channel: "hrtimer_nanosleep")
    #expect(!block.isBeginWanted(at: 70_000_000, stallLimit: Self.limit))
    #expect(block.nextLook(at: 60_000_000, stallLimit: Self.limit) == 109_000_000)
    #expect(block.isBeginWanted(at: 109_000_000, stallLimit: Self.limit))
    block.fellAsleep(at: 40_000_000)
    #expect(block.began == 40_000_000)
    #expect(!block.isBeginWanted(at: 109_000_000, stallLimit: Self.limit))
    #expect(block.nextLook(at: 140_000_000, stallLimit: Self.limit) == 141_000_000)
    #expect(block.nextLook(at: 4_000_000_000, stallLimit: Self.limit) == 4_020_000_000)
    #expect(block.isSame(7) && !block.isSame(8))
    block.seen(at: 338_000_000)
    let report = block.report(endedBy: 342_000_000)
    #expect(report.startedNs == 40_000_000 && report.endedNs == 340_000_000)
    #expect(report.looks == 2 && report.looksAsleep == 2 && report.looksInFutex == 0 && report.noticedNs == 60_000_000)
  }

  @Test(arguments: [(Int64(5), Int64(10_000_000)), (0, 60_000_000), (99_000_000, 60_000_000)])
  func `Of a kernel that says what cannot be, no more is taken than can be`(told: Int64, began: Int64) {
    var block = PoolBlock(at: 60_000_000, notBefore: 10_000_000, timeslices: 7, channel: nil)
    block.fellAsleep(at: told)
    #expect(block.began == began)
  }

  @Test func `A pool that is busy was computing, or waiting for a core, for as long as its tick was late`() {
    var account = PoolAccount()
    (account.onCPU, account.waiting, account.threads) = (300_000_000, 100_000_000, 2)
    let report = account.report(from: 1_000_000_000, until: 1_200_000_000, window: 250_000_000, processors: 2)
    #expect(report.onCpuNs == 150_000_000)
    #expect(report.runqueueNs == 50_000_000)
  }

  @Test func `A pool that had nothing to do is given no cause`() {
    var account = PoolAccount()
    (account.onCPU, account.waiting, account.threads) = (5_000_000, 0, 9)
    let report = account.report(from: 1_000_000_000, until: 1_200_000_000, window: 250_000_000, processors: 2)
    #expect(report.onCpuNs == 5_000_000)
    #expect(report.runqueueNs == 0)
    account.waiting = 150_000_000
    let waited = account.report(
      from: 1_000_000_000, until: 1_100_000_000, window: 150_000_000, processors: 8, seen: (1_020_000_000, 4))
    #expect(waited.onCpuNs == 0 && waited.runqueueNs == 100_000_000)
    #expect(waited.looks == 4 && waited.looksAsleep == 0 && waited.noticedNs == 1_020_000_000)
    #expect(PoolAccount().report(from: 1, until: 2, window: 0, processors: 0).onCpuNs == 0)
  }

  @Test(
    arguments: [
      (nil, 100_000_000), ("50ms", 50_000_000), ("0.5s", 500_000_000), (" 20ms", 20_000_000), ("19ms", 100_000_000),
      ("11s", 100_000_000), ("nan s", 100_000_000), ("50", 100_000_000), ("-1s", 100_000_000), ("infs", 100_000_000),
      ("", 100_000_000),
    ] as [(String?, Int64)])
  func `The limit of stalls is what the environment says, if that can be`(told: String?, expected: Int64) {
    #expect(StallLimit.nanoseconds(told: told) == expected)
  }

  @Test func `Lateness is told in ascending buckets, as many at a time as there is room for`() {
    var tally = LatenessTally()
    for nanoseconds: Int64 in [-5, 0, 1_000_000, 1_000_400, 90_000_000, .max] { tally.record(nanoseconds: nanoseconds) }
    var other = LatenessTally()
    other.record(nanoseconds: 0)
    tally.merge(other)
    #expect(tally.take(most: 2) == [.init(upperMicroseconds: 0, count: 3), .init(upperMicroseconds: 1007, count: 2)])
    let rest = tally.take()
    #expect(
      rest.count == 2 && rest[0].upperMicroseconds < rest[1].upperMicroseconds && rest[1].upperMicroseconds >= 3_600_000_000)
    #expect(tally.take().isEmpty)
  }
}
