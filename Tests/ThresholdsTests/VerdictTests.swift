import Testing
import Thresholds

@Suite struct VerdictTests {
  @Test(
    arguments: [
      ([], .unknown), ([.met], .met), ([.met, .met], .met), ([.unknown], .unknown), ([.met, .unknown], .unknown),
      ([.breached], .breached), ([.met, .breached], .breached), ([.unknown, .breached, .met], .breached),
    ] as [([Verdict], Verdict)])
  func `of several the worst counts, and none is not good news`(_ verdicts: [Verdict], _ all: Verdict) {
    #expect(Verdict(of: verdicts) == all)
    #expect(Verdict(of: verdicts.reversed()) == all)
  }
}
