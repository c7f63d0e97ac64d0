import Testing
import Thresholds

/// Mistakes in values, with their places and what people are told.
@Suite struct TargetValueMistakeTests {
  @Test(
    arguments: [
      (.eventLoopLatency, "max <", "1:6: a value is missing; write one like 100ms"),
      (.eventLoopLatency, "max < nan", "1:7: 'nan' is no value; write one like 100ms"),
      (.eventLoopLatency, "max < inf", "1:7: 'inf' is no value; write one like 100ms"),
      (.eventLoopLatency, "max < < 5ms", "1:7: '<' is no value; write one like 100ms"),
      (.eventLoopLatency, "max < and", "1:7: 'and' is no value; write one like 100ms"),
      (.eventLoopLatency, "max < -5ms", "1:7: '-5' is negative; values are not"),
      (.eventLoopLatency, "max < +5ms", "1:7: '+5' is no number; write one like 12.5"),
      (.eventLoopLatency, "max < .5ms", "1:7: '.5' is no number; write one like 12.5"),
      (.eventLoopLatency, "max < 5.ms", "1:7: '5.' is no number; write one like 12.5"),
      (.eventLoopLatency, "max < 1.2.3ms", "1:7: '1.2.3' is no number; write one like 12.5"),
      (.eventLoopLatency, "max < 1e309", "1:7: '1e309' has an exponent; write it with all its digits"),
      (.eventLoopLatency, "max < 1e3s", "1:7: '1e3' has an exponent; write it with all its digits"),
      (.eventLoopLatency, "max < 1E-3s", "1:7: '1E-3' has an exponent; write it with all its digits"),
      (.eventLoopLatency, "max < ٣ms", "1:7: '٣' is no value; write one like 100ms"),
      (.queueDepth, "trend <= -1/m", "1:10: '-1' is negative; values are not"),
    ] as [(TargetName, String, String)])
  func `A value is a number with all its digits`(_ name: TargetName, _ text: String, _ message: String) {
    TargetMistake.expect(text, name, message)
  }

  @Test(
    arguments: [
      (.eventLoopLatency, "max < 1,5ms", "1:7: '1' has no unit; use ms or s"),
      (.eventLoopLatency, "max < 0x10ms", "1:7: '0x10ms' is no duration; write one like 1h30m, the greatest unit first"),
      (.eventLoopLatency, "max < 5", "1:7: '5' has no unit; use ms or s"),
      (.eventLoopLatency, "max < 5 and count < 3", "1:7: '5' has no unit; use ms or s"),
      (.eventLoopLatency, "max < 5 over 10m", "1:7: '5' has no unit; use ms or s"),
      (.eventLoopLatency, "max < 5MiB", "1:8: 'MiB' is no unit of max; use ms or s"),
      (.eventLoopLatency, "max < 5µs", "1:8: 'µs' is no unit of max; use ms or s"),
      (.eventLoopLatency, "max < 5%", "1:8: '%' is no unit of max; use ms or s"),
      (.eventLoopLatency, "max < 5 foo", "1:9: 'foo' is no unit of max; use ms or s"),
      (.eventLoopLatency, "max < 5ms/s", "1:10: '/s' is no unit of max; use ms or s"),
      (.eventLoopLatency, "max < 5/s", "1:7: '5' has no unit; use ms or s"),
      (.eventLoopLatency, "max < 1s1h", "1:7: '1s1h' is no duration; write one like 1h30m, the greatest unit first"),
      (.eventLoopLatency, "max < 1s1", "1:7: '1s1' is no duration; write one like 1h30m, the greatest unit first"),
      (.eventLoopLatency, "max < 1h30x", "1:7: '1h30x' is no duration; write one like 1h30m, the greatest unit first"),
      (.eventLoopLatency, "ratio < 5", "1:9: '5' is more than 1; use a number from 0 to 1, or %"),
      (.eventLoopLatency, "ratio < 150%", "1:9: '150%' is more than 1; use a number from 0 to 1, or %"),
      (.eventLoopLatency, "ratio < 5ms", "1:10: 'ms' is no unit of ratio; use a number from 0 to 1, or %"),
      (.eventLoopLatency, "ratio < 1.01", "1:9: '1.01' is more than 1; use a number from 0 to 1, or %"),
      (.eventLoopLatency, "count < 3 stalls", "1:11: 'stalls' is no unit of count; use a plain number"),
      (.eventLoopLatency, "count < 3/m", "1:10: '/m' is no unit of count; use a plain number"),
      (.eventLoopLatency, "count < 5%", "1:10: '%' is no unit of count; use a plain number"),
      (.eventLoopLatency, "rate < 3", "1:8: '3' has no unit; use /s, /m or /h"),
      (.eventLoopLatency, "rate < 3/", "1:10: a time is missing; use /s, /m or /h"),
      (.eventLoopLatency, "rate < 3/5", "1:10: '5' is no time; use /s, /m or /h"),
      (.eventLoopLatency, "rate < 3/x", "1:10: 'x' is no time; use /s, /m or /h"),
      (.eventLoopLatency, "rate < 3 stalls/m", "1:10: 'stalls' is no unit of rate; use /s, /m or /h"),
      (.eventLoopLatency, "rate < 0 stalls", "1:10: 'stalls' is no unit of rate; use /s, /m or /h"),
      (.queueDepth, "max < 5MiB", "1:8: 'MiB' is no unit of max; use a plain number or items"),
      (.queueDepth, "max < 5/m", "1:8: '/m' is no unit of max; use a plain number or items"),
      (.queueDepth, "trend < 5", "1:9: '5' has no unit; use /s, /m or /h, or items/m"),
      (.queueDepth, "trend < 5 items", "1:9: '5 items' has no time; use /s, /m or /h, or items/m"),
      (.queueDepth, "trend < 5 B/s", "1:11: 'B' is no unit of trend; use /s, /m or /h, or items/m"),
      (.queueDepth, "trend < 5 items/x", "1:17: 'x' is no time; use /s, /m or /h"),
      (.memory, "max < 5", "1:7: '5' has no unit; use B, KiB, MiB or GiB"),
      (.memory, "max < 5items", "1:8: 'items' is no unit of max; use B, KiB, MiB or GiB"),
      (.memory, "max < 5mib", "1:8: 'mib' is no unit of max; use B, KiB, MiB or GiB"),
      (.memory, "max < 5MiB/h", "1:11: '/h' is no unit of max; use B, KiB, MiB or GiB"),
      (.memory, "trend < 5MiB", "1:9: '5MiB' has no time; use B/s, KiB/m or MiB/h"),
      (.memory, "trend < 5/h", "1:9: '5' has no unit; use B/s, KiB/m or MiB/h"),
      (.memory, "trend < 5", "1:9: '5' has no unit; use B/s, KiB/m or MiB/h"),
      (
        .eventLoopLatency,
        "max < 999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999y",
        "1:7: '999999999999999999999999…' is too great"
      ),
      (.eventLoopLatency, "max < 5'ms", "1:7: '5' has no unit; use ms or s"),
    ] as [(TargetName, String, String)])
  func `A unit fits its statistic`(_ name: TargetName, _ text: String, _ message: String) {
    TargetMistake.expect(text, name, message)
  }

  @Test(
    arguments: [
      (.cpuUtilization, "70 .. 90%", "1:1: '70' is more than 1; use a number from 0 to 1, or %"),
      (.cpuUtilization, "0.9 .. 0.7", "1:8: '0.7' is not more than '0.9'; a range ascends"),
      (.cpuUtilization, "0.7 .. 0.7", "1:8: '0.7' is not more than '0.7'; a range ascends"),
      (.cpuUtilization, "0.7 ..", "1:7: a value is missing; write one like 0.5 or 50%"),
      (.cpuUtilization, "0.7 ... 0.9", "1:7: '.' is no value; write one like 0.5 or 50%"),
      (.cpuUtilization, "0.7...0.9", "1:6: '.0.9' is no number; write one like 12.5"),
      (.cpuUtilization, "0.7 .. x", "1:8: 'x' is no value; write one like 0.5 or 50%"),
      (.eventLoopLatency, "p(99) 5 .. 7ms", "1:7: '5' has no unit; use ms or s"),
      (.eventLoopLatency, "p(99) 7ms .. 5ms", "1:14: '5ms' is not more than '7ms'; a range ascends"),
    ] as [(TargetName, String, String)])
  func `A range has two ends and ascends`(_ name: TargetName, _ text: String, _ message: String) {
    TargetMistake.expect(text, name, message)
  }
}
