import CalcmonTesting
import Foundation
import LoopProbe
import Procfs
import Testing

/// What a thread did in the last part of a window, from the sums at the window's two ends.
@Suite struct ThreadAccountTests {
  private typealias Reading = ThreadAccount.Reading

  @Test(
    arguments: [
      // A window of 110 ms, the last 100 of which are asked for.
      (busy: 100, waited: 0, onCPU: 100, waiting: 0),  // slept for 10, then computed
      (busy: 108, waited: 0, onCPU: 100, waiting: 0),  // eight of them before: they are not asked for
      (busy: 110, waited: 0, onCPU: 100, waiting: 0),  // computed all the time
      (busy: 0, waited: 0, onCPU: 0, waiting: 0),  // slept all the time
      (busy: 20, waited: 80, onCPU: 20, waiting: 80),  // waited for a core
      (busy: 20, waited: 90, onCPU: 10, waiting: 90),
      (busy: 0, waited: 110, onCPU: 0, waiting: 100),
    ] as [(busy: Int64, waited: Int64, onCPU: Int64, waiting: Int64)])
  func `The time before is taken as sleep as far as there was any`(
    busy: Int64, waited: Int64, onCPU: Int64, waiting: Int64
  ) {
    let before = Reading(at: 1000, onCPU: 50, waiting: 7)
    let after = Reading(at: 1110, onCPU: 50 + busy, waiting: 7 + waited)
    let spent = after.spent(since: before, inLast: 100)
    #expect(spent.onCPU == onCPU)
    #expect(spent.waiting == waiting)
  }

  @Test func `A kernel that does not account for waiting gives none, and not zero`() {
    let spent = Reading(at: 110, onCPU: 60, waiting: nil).spent(since: Reading(at: 0, onCPU: 0, waiting: 5), inLast: 100)
    #expect(spent.onCPU == 60)
    #expect(spent.waiting == nil)
  }

  @Test func `Sums that go backwards count nothing`() {
    let spent = Reading(at: 110, onCPU: 10, waiting: 1).spent(since: Reading(at: 0, onCPU: 50, waiting: 5), inLast: 100)
    #expect(spent.onCPU == 0)
    #expect(spent.waiting == 0)
  }

  /// What a thread has waited, on a kernel whose `schedstat` says this; `nil` for one that has no such file.
  private static func waiting(_ schedstat: String?) throws -> Int64? {
    let directory = try TemporaryDirectory()
    try "".write(toFile: directory.file("stat"), atomically: true, encoding: .utf8)
    try FileManager.default.createDirectory(atPath: directory.file("thread-self"), withIntermediateDirectories: true)
    try schedstat?.write(toFile: directory.file("thread-self/schedstat"), atomically: true, encoding: .utf8)
    return ThreadAccount(proc: try ProcRoot(procfs: directory.path)).read().waiting
  }

  @Test func `A kernel that has the account switched off writes zeros, which are no wait of zero`() throws {
    #expect(try Self.waiting("0 0 0\n") == nil)
    #expect(try Self.waiting(nil) == nil)
    #expect(try Self.waiting("50 0 1\n") == 0)
    #expect(try Self.waiting("50 7 1\n") == 7)
  }
}
