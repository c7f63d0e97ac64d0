import Testing
import Thresholds

/// Mistakes beyond a single condition, with their places and what people are told.
@Suite struct TargetTextMistakeTests {
  @Test(
    arguments: [
      (.eventLoopLatency, "max < 5ms over", "1:15: a value is missing; write one like 10m"),
      (.eventLoopLatency, "max < 5ms over 10", "1:16: '10' has no unit; use s, m or h"),
      (.eventLoopLatency, "max < 5ms over 0", "1:16: '0' is no window; it can be 1s to 1y"),
      (.eventLoopLatency, "max < 5ms over 10%", "1:18: '%' is no unit of a window; use s, m or h"),
      (.eventLoopLatency, "max < 5ms over ten", "1:16: 'ten' is no value; write one like 10m"),
      (.eventLoopLatency, "max < 5ms over 999ms", "1:16: '999ms' is no window; it can be 1s to 1y"),
      (.eventLoopLatency, "max < 5ms over 366d", "1:16: '366d' is no window; it can be 1s to 1y"),
      (.eventLoopLatency, "max < 5ms over 1y1s", "1:16: '1y1s' is no window; it can be 1s to 1y"),
    ] as [(TargetName, String, String)])
  func `A window is the last, and a second to a year`(_ name: TargetName, _ text: String, _ message: String) {
    TargetMistake.expect(text, name, message)
  }

  @Test(
    arguments: [
      (.eventLoopLatency, "max < 5ms foo", "1:11: 'foo' has no place here; there can be 'and', 'over' or the end"),
      (.eventLoopLatency, "max < 5ms 6ms", "1:11: '6' has no place here; there can be 'and', 'over' or the end"),
      (.eventLoopLatency, "max < 5ms, count < 3", "1:10: ',' has no place here; there can be 'and', 'over' or the end"),
      (.eventLoopLatency, "max < 5ms or count < 3", "1:11: 'or' has no place here; there can be 'and', 'over' or the end"),
      (.eventLoopLatency, "max < 5ms over 10m over 5m", "1:20: 'over' has no place here; nothing follows the window"),
      (.eventLoopLatency, "max < 5ms over 10m and count < 3", "1:20: 'and' has no place here; nothing follows the window"),
    ] as [(TargetName, String, String)])
  func `Between conditions stands and`(_ name: TargetName, _ text: String, _ message: String) {
    TargetMistake.expect(text, name, message)
  }

  @Test(
    arguments: [
      (.eventLoopLatency, "  \n ", "1:1: a statistic is missing; there are p(99), max, avg, ratio, last, count and rate"),
      (
        .eventLoopLatency, "max < 5ms\nand median < 3",
        "2:5: 'median' is no statistic; there are p(99), max, avg, ratio, last, count and rate"
      ),
      (.eventLoopLatency, "max <\r\n  5\r\n", "2:3: '5' has no unit; use ms or s"),
    ] as [(TargetName, String, String)])
  func `Lines and columns are those of the text`(_ name: TargetName, _ text: String, _ message: String) {
    TargetMistake.expect(text, name, message)
  }

  @Test(
    arguments: [
      (.eventLoopLatency, "max\u{2028}<\n\n", "2:2: a value is missing; write one like 100ms"),
      (
        .eventLoopLatency, "e\u{0301}e\u{0301} < 5",
        "1:1: 'e\u{0301}e\u{0301}' is no statistic; there are p(99), max, avg, ratio, last, count and rate"
      ),
      (
        .eventLoopLatency, "👨\u{200D}👩\u{200D}👧 < 5ms",
        "1:1: '👨\\u{200D}👩\\u{200D}👧' is no statistic; there are p(99), max, avg, ratio, last, count and rate"
      ),
      (.eventLoopLatency, "max < 👨\u{200D}👩\u{200D}👧 5", "1:7: '👨\\u{200D}👩\\u{200D}👧' is no value; write one like 100ms"),
      (.eventLoopLatency, "\0", "1:1: '\\0' is no statistic; there are p(99), max, avg, ratio, last, count and rate"),
      (.eventLoopLatency, "max\0 < 5ms", "1:4: '\\0' is no comparison; use <, <=, > or >=, or a range like 1 .. 2"),
      (.eventLoopLatency, "max <\u{0301} 5ms", "1:5: '<\u{0301}' is no comparison; use <, <=, > or >=, or a range like 1 .. 2"),
      (.eventLoopLatency, "a\u{202E}b", "1:1: 'a' is no statistic; there are p(99), max, avg, ratio, last, count and rate"),
      (.eventLoopLatency, "max < 5\u{07}ms", "1:7: '5' has no unit; use ms or s"),
    ] as [(TargetName, String, String)])
  func `Characters are counted as people see them, and what cannot be seen is spelt out`(
    _ name: TargetName, _ text: String, _ message: String
  ) {
    TargetMistake.expect(text, name, message)
  }

  @Test func `A ninth condition is one too many`() {
    let text = Array(repeating: "max < 1s", count: 9).joined(separator: " and ")
    TargetMistake.expect(text, .eventLoopLatency, "1:101: 'and' begins one condition too many; there can be 8")
  }

  @Test(
    arguments: [
      ("max < 1s over 10m", "1:10: 'over' has no place here; the window is that of the target"),
      ("max < 1s foo", "1:10: 'foo' has no place here; there can be 'and' or the end"),
      ("max < 5", "1:7: '5' has no unit; use ms or s"),
    ])
  func `A critical or a clearing limit has no window`(_ text: String, _ message: String) {
    do throws(TargetSyntaxError) {
      Issue.record("\(try Target.conditions(parsing: text, for: .eventLoopLatency))")
    } catch { #expect(error.description == message) }
  }

  @Test(arguments: [
    (400, "too great"), (401, "too long; a number has up to 400 characters"),
    (100_000, "too long; a number has up to 400 characters"),
  ])
  func `A number has an end`(_ digits: Int, _ why: String) {
    let text = "max < \(String(repeating: "9", count: digits))s"
    TargetMistake.expect(text, .eventLoopLatency, "1:7: '\(String(repeating: "9", count: 24))…' is \(why)")
  }
}
