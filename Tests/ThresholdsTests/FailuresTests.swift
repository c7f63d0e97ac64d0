import Samples
import Testing
import Thresholds

@Suite struct FailuresTests {
  private static func failures(_ outcomes: [RunOutcome: Int], items: ItemCounts? = nil) -> Failures {
    var failures = Failures()
    for (outcome, count) in outcomes { for _ in 0..<count { failures.add(outcome) } }
    if let items { failures.add(.completed, items: items) }
    return failures
  }

  @Test(
    arguments: [
      ([:], .unknown), ([.cancelled: 3], .unknown), ([.completed: 3], .met), ([.completed: 3, .cancelled: 9], .met),
      ([.completed: 99, .failed: 1], .met), ([.completed: 98, .failed: 1], .breached),
      ([.completed: 36, .crashed: 1], .breached),
      ([.completed: 3, .failed: 3], .breached), ([.timeout: 1], .breached), ([.failed: 2, .cancelled: 1], .breached),
      ([.completed: 8639, .timeout: 1], .met),
    ] as [([RunOutcome: Int], Verdict)])
  func `More than one run in a hundred is a breach, whatever was cancelled`(_ outcomes: [RunOutcome: Int], _ verdict: Verdict) {
    #expect(Self.failures(outcomes).verdict == verdict)
  }

  @Test(
    arguments: [
      (ItemCounts(), .met), (ItemCounts(ok: 4000), .met), (ItemCounts(failed: 4000), .breached),
      (ItemCounts(ok: 99, failed: 1), .met), (ItemCounts(ok: 98, failed: 1), .breached),
      (ItemCounts(ok: 98, timedOut: 1), .breached), (ItemCounts(ok: 98, dropped: 1), .breached),
    ] as [(ItemCounts, Verdict)])
  func `So is more than one item in a hundred, however it failed`(_ items: ItemCounts, _ verdict: Verdict) {
    #expect(Self.failures([:], items: items).verdict == verdict)
  }

  @Test func `The greater share counts, and the commonest reason is told`() {
    var failures = Self.failures([.completed: 2], items: ItemCounts(ok: 60, failed: 10, timedOut: 20, dropped: 10))
    #expect(failures.share == 0.4)
    #expect(failures.commonestReason == nil)
    #expect(failures.account == "40 of 100 items came to no good end (10 failed, 20 timed out, 10 found the queue full)")
    for reason in ["no room", "no python", "no room"] { failures.add(.failed, reason: reason) }
    failures.add(.crashed)
    failures.add(.timeout)
    #expect(failures.share == 5.0 / 8)
    #expect(failures.account.hasPrefix("5 of 8 runs failed, 40 of 100 items"))
    #expect(failures.account.hasSuffix(", most often since: no room"))
  }

  @Test func `Failures breach, and else leave the verdict to the targets`() {
    let (none, bad, few) = (Failures(), Self.failures([.failed: 1]), Self.failures([.completed: 200, .failed: 1]))
    #expect(Verdict(of: [.met], failures: [none, bad]) == .breached)
    #expect(Verdict(of: [], failures: [bad]) == .breached)
    #expect(Verdict(of: [.unknown], failures: [bad]) == .breached)
    #expect(Verdict(of: [.met], failures: [none, few]) == .met)
    #expect(Verdict(of: [.unknown, .met], failures: [few]) == .unknown)
    #expect(Verdict(of: [], failures: [few]) == .unknown)
  }

  @Test func `The command that runs the same can be pasted into a shell`() {
    let command = { RunIdentity(mix: $0, strategy: .async, runtime: .swift).command }
    #expect(command("idle") == "calcmon run idle --strategy async --runtime swift")
    #expect(command("a 'b'; rm x") == #"calcmon run 'a '\''b'\''; rm x' --strategy async --runtime swift"#)
  }
}
