import Samples
import Testing

@Suite struct DurationTextTests {
  @Test(
    arguments: [
      ("1y", 31_536_000), ("1w", 604_800), ("1d", 86_400), ("1h", 3600), ("1m", 60), ("1s", 1), ("1ms", 0.001),
      ("1us", 0.000_001), ("30s", 30), ("1h30m", 5400), ("1.5h", 5400), ("0.5s", 0.5), ("3.3ms", 0.0033), ("0s", 0),
      ("0h0m0s", 0), ("1m500ms", 60.5), ("1h1.5m", 3690), ("90m", 5400), ("1s1ms1us", 1.001_001), ("007s", 7),
      ("1y1w1d1h1m1s1ms1us", 32_230_861.001_001), ("0.0000001s", 1e-7), ("1000y", 31_536_000_000),
      ("999999999999999us", 999_999_999.999_999),
    ] as [(String, Double)])
  func `Numbers with units are so many seconds`(text: String, seconds: Double) throws {
    let found = try #require(DurationText.seconds(text))
    #expect(abs(found - seconds) <= 1e-12 * max(1, seconds))
  }

  @Test(arguments: [
    // Not a number with a unit.
    "", " ", "h", "24", "1", ".", "1.", ".s", "now", "1x", "1sec", "1min", "1H", "1µs", "1ns", "1e3s", "0x1s", "infs", "nans",
    // A number that is none.
    ".5s", "1.s", "1..5s", "1.2.3s", "1,5s", "1_000s", "١s", "1234567890123456us",
    // Signs and spaces.
    "-1h", "+1h", " 1h", "1h ", "1 h", "1h 30m", "1h\n",
    // The greatest unit first, each at most once, decimals only at the end.
    "1m1h", "1ms1s", "1h1h", "1s1s", "1.5h30m", "1.0h1m", "1h30", "1h30m15",
    // Beyond a thousand years.
    "1001y", "1000y1s", "999999999999999y",
  ])
  func `Anything else is refused`(text: String) {
    #expect(DurationText.seconds(text) == nil)
  }

  @Test(
    arguments: [
      (0, "0 s"), (-0.0, "0 s"), (1e-6, "1 us"), (950e-6, "950 us"), (0.000_999_4, "999 us"), (0.000_999_6, "1 ms"),
      (0.001, "1 ms"), (0.0033, "3.3 ms"), (0.25, "250 ms"), (0.9994, "999 ms"), (0.9996, "1 s"), (1, "1 s"), (1.5, "1.5 s"),
      (45.2, "45.2 s"), (59.96, "60 s"), (90, "90 s"), (3600, "3600 s"), (86_400, "86400 s"),
      (1e-8, "0.01 us"), (1e-10, "< 0.001 us"), (-0.0033, "-3.3 ms"), (-0.000_95, "-950 us"), (-2, "-2 s"),
      (.infinity, "inf s"), (.nan, "nan s"),
    ] as [(Double, String)])
  func `Seconds are told in the unit that suits`(seconds: Double, text: String) {
    #expect(DurationText.text(seconds) == text)
  }

  @Test(arguments: [0.000_001, 0.000_95, 0.0012, 0.0033, 0.25, 1, 12.1, 45.2, 3600])
  func `What is told can be read again`(seconds: Double) throws {
    let found = try #require(DurationText.seconds(DurationText.text(seconds).filter { $0 != " " }))
    #expect(abs(found - seconds) <= 1e-12 * max(1, seconds))
  }
}
