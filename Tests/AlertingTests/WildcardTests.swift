import Alerting
import Testing

/// Names of applications and patterns of them.
@Suite struct WildcardTests {
  @Test(arguments: [
    ("shop", "shop", true), ("shop", "shops", false), ("*", "", true), ("worker-*", "worker-", true),
    ("worker-*", "worker-12", true),
    ("*-api", "shop-api", true), ("*-api", "shop-api-2", false), ("a*b*c", "axxbyyc", true), ("a*b*c", "axxbyy", false),
    ("a*bc", "abcbc", true), ("", "shop", false), ("**", "x", true),
  ])
  func `A star stands for any characters`(pattern: String, name: String, fits: Bool) {
    #expect(WatchPlan.App(pattern: pattern).fits(name) == fits)
  }

  @Test func `Many stars take no time`() {
    let name = String(repeating: "a", count: 128)
    #expect(!WatchPlan.App(pattern: String(repeating: "a*", count: 40) + "b").fits(name))
  }
}
