import Exposition
import Samples
import Testing

@Suite struct TextFormatValueTests {
  @Test(
    arguments: [
      (0, "0"), (-0.0, "0"), (1, "1"), (-3, "-3"), (1.5, "1.5"), (0.001, "0.001"), (1e-7, "1e-07"),
      (0.1 + 0.2, "0.30000000000000004"),
      (1_795_370_400.123, "1795370400.123"), (999_999_999_999_999, "999999999999999"), (1e300, "1e+300"), (.nan, "NaN"),
      (.infinity, "+Inf"), (-.infinity, "-Inf"),
    ] as [(Double, String)])
  func `a number is written as a parser of floats reads it`(_ number: Double, _ text: String) {
    var registry = MetricRegistry()
    registry.set(MetricCatalog.storageBytes, .none, number)
    #expect(registry.samples == ["calcmon_storage_bytes \(text)"])
  }

  @Test(arguments: [
    1e15, -1e15, 999_999_999_999_999.9, 9_007_199_254_740_992, 1.0 / 3, .pi * 1e-200, .leastNonzeroMagnitude,
    .greatestFiniteMagnitude,
  ])
  func `a number is read back to its last bit`(_ number: Double) throws {
    var registry = MetricRegistry()
    registry.set(MetricCatalog.storageBytes, .none, number)
    let text = try #require(registry.samples.first?.split(separator: " ").last)
    #expect(Double(text) == number)
  }

  @Test(arguments: [
    ("plain", "plain"), ("", ""), ("two words", "two words"), (#"\"#, #"\\"#), ("\"", #"\""#), ("\n", #"\n"#), (#"\n"#, #"\\n"#),
    ("a\\\"b\nc", #"a\\\"b\nc"#), ("\r\n\t", "\r\\n\t"), ("{a=\"b\",}", #"{a=\"b\",}"#), ("ä🦉", "ä🦉"),
    ("\"\u{301}", "\\\"\u{301}"),
  ])
  func `of a label's value backslash, quote and line feed are escaped`(_ value: String, _ text: String) {
    var registry = MetricRegistry()
    registry.set(MetricCatalog.samplerSuccess, Labels([("sampler", value)]), 1)
    let expected = "calcmon_sampler_success{sampler=\"\(text)\"} 1\n"
    #expect(TextFormat.render(registry).suffix(expected.utf8.count).elementsEqual(expected.utf8))
  }
}
