import Calculator
import Testing

@Suite struct CalculatorSweepTests {
  private func places(_ text: String, _ values: [String: String] = ["tasks": "50", "runtime": "swift"]) -> [String]? {
    // Where the swept parameter is among the values it is left out.
    try? CalculatorSweep(text, values: values.filter { !text.hasPrefix("\($0.key)=") }, cores: 2).places
  }

  @Test func `Small ranges have every whole number, wide ones some, each once`() throws {
    #expect(places("concurrency=1..4") == ["1", "2", "3", "4"])
    let wide = try #require(places("concurrency=1..200"))
    #expect(wide.first == "1" && wide.last == "200" && wide.count <= 41 && Set(wide).count == wide.count)
    #expect(wide.compactMap(Int.init) == wide.compactMap(Int.init).sorted())
    #expect(try #require(places("cpu=1ms..100ms")).first == "1ms")
    #expect(try #require(places("cpu=1ms..100ms")).last == "100ms")
    #expect(try #require(places("jitter=0.0..1.5")).count == 41)
  }

  @Test(arguments: [
    "", "concurrency", "concurrency=", "concurrency=5", "concurrency=5..1", "concurrency=a..b", "strategy=1..2", "foo=1..2",
    "concurrency=0..4", "concurrency=-3..4", "cpu-share=0.5..2", "concurrency=1..inf", "tasks=1..99999999999",
  ]) func `What cannot move is refused`(_ text: String) { #expect(places(text) == nil) }

  @Test func `A parameter that moves has no value beside`() {
    #expect(throws: CalculatorProblems.self) {
      try CalculatorSweep("concurrency=1..4", values: ["concurrency": "3"], cores: 2)
    }
  }

  @Test func `More in flight never makes waiting work slower, and all forms tell it`() throws {
    let sweep = try CalculatorSweep(
      "concurrency=1..16", values: ["tasks": "200", "io": "10ms", "cpu": "0s", "strategy": "async", "runtime": "swift"], cores: 2)
    let seconds = sweep.results.compactMap { $0.rows.first?.prediction.seconds }
    #expect(seconds == seconds.sorted(by: >) && seconds.count == 16)
    #expect(sweep.text.contains("a async") && sweep.text.contains("async takes"))
    #expect(sweep.csv.split(separator: "\n").count == 17)
    #expect(sweep.csv.hasPrefix("concurrency,strategy,"))
    #expect(try sweep.json().contains(#""parameter" : "concurrency""#))
    #expect(sweep.svg.hasPrefix("<svg ") && sweep.svg.contains("<polyline"))
  }
}
