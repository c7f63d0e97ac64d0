import CalcmonTesting
import Procfs
import Testing

@Suite struct CPUTimesTests {
  private static func times(_ numbers: String) throws -> CPUTimes {
    try #require(try SystemStat(parsing: "cpu  \(numbers)\nbtime 1\n", path: "stat").total)
  }

  @Test func `ticks are hundredths of a second, in the order of the manual page`() throws {
    let times = try Self.times("100 200 300 400 500 600 700 800 900 1000")
    #expect([times.user, times.nice, times.system, times.idle] == [1, 2, 3, 4])
    #expect([times.iowait, times.irq, times.softirq, times.steal, times.guest, times.guestNice] == [5, 6, 7, 8, 9, 10])
  }

  @Test(arguments: [4, 5, 7, 8, 9, 10])
  func `what an older kernel does not write is absent, and not 0`(_ fields: Int) throws {
    let times = try Self.times((1...fields).map { "\($0)00" }.joined(separator: " "))
    let later = [times.iowait, times.irq, times.softirq, times.steal, times.guest, times.guestNice]
    #expect(later == (5...10).map { $0 <= fields ? Double($0) : nil })
    #expect(times.since(times).steal == (fields >= 8 ? 0 : nil))
  }

  @Test func `numbers that a later kernel appends are passed over`() throws {
    #expect(try Self.times("1 2 3 4 5 6 7 8 9 10 11 twelve") == Self.times("1 2 3 4 5 6 7 8 9 10"))
  }

  @Test func `what was added is told field by field`() throws {
    let delta = try Self.times("150 25 50 400 50 0 75 100 0 25").since(Self.times("100 25 25 300 50 0 50 25 0 0"))
    #expect(delta == (try Self.times("50 0 25 100 0 0 25 75 0 25")))
  }

  @Test func `a field that only one reading has is absent from what was added`() throws {
    let (old, new) = (try Self.times("1 2 3 4"), try Self.times("2 3 4 5 6 7 8 9"))
    #expect(new.since(old).steal == nil)
    #expect(old.since(new).iowait == nil)
    #expect(new.since(old).user == 0.01)
  }

  @Test func `nothing is below zero when a processor was away and begins anew`() throws {
    let zero = try Self.times("0 0 0 0 0 0 0 0 0 0")
    #expect(try zero.since(Self.times("9 9 9 9 9 9 9 9 9 9")) == zero)
  }

  // The small machine: between the moments processor 1 takes 0.75 s of iowait back.
  @Test func `iowait that goes backwards adds nothing, and the other fields add what they do`() throws {
    let (first, second) = (
      try SystemStat(Machine("kernel-6.6-arm64", 1).proc), try SystemStat(Machine("kernel-6.6-arm64", 2).proc)
    )
    let (before, after) = (try #require(first.processors[1]), try #require(second.processors[1]))
    #expect(before.iowait == 41 && after.iowait == 40.25)
    #expect(after.since(before).iowait == 0)
    #expect(abs(after.since(before).user - 0.7) < 1e-9)
    #expect(abs(after.since(before).idle - 3.1) < 1e-9)
    let total = try #require(second.total).since(try #require(first.total))
    #expect(total.iowait == 0)
    #expect(abs(total.user - 2.25) < 1e-9)
  }

  @Test func `the virtual machine was kept waiting by its hypervisor`() throws {
    let (first, second) = (
      try SystemStat(Machine("kernel-5.15-hybrid", 1).proc), try SystemStat(Machine("kernel-5.15-hybrid", 2).proc)
    )
    #expect(first.total?.steal == 81.3)
    #expect(second.total?.steal == 81.9)
    let (before, after) = (try #require(first.processors[1]), try #require(second.processors[1]))
    #expect(abs(try #require(after.since(before).steal) - 0.35) < 1e-9)
  }

  @Test(arguments: Machine.names)
  func `between the moments of each machine nothing is below zero`(_ name: String) throws {
    let (first, second) = (try SystemStat(Machine(name, 1).proc), try SystemStat(Machine(name, 2).proc))
    for (number, after) in second.processors {
      let delta = after.since(try #require(first.processors[number]))
      #expect(delta.user >= 0 && delta.idle >= 0 && (delta.iowait ?? 0) >= 0 && (delta.steal ?? 0) >= 0)
    }
  }
}
