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
    #expect(places("rate=50/s..53/s") == places("rate=50..53") && places("rate=50/s..53/s") == ["50", "51", "52", "53"])
    #expect(places("rate=3k/m..3180/m") == ["50", "51", "52", "53"])
    let shares = try #require(places("cpu-share=10%..90%", ["time": "10ms", "tasks": "20", "runtime": "swift"]))
    #expect(shares == places("cpu-share=0.1..0.9", ["time": "10ms", "tasks": "20", "runtime": "swift"]))
    #expect(shares.first == "0.1" && shares.last == "0.9")
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

  private func words(_ text: String, _ values: [String: String]) throws -> String {
    try CalculatorSweep(text, values: values.merging(["runtime": "swift"]) { $1 }, cores: 2).text
  }

  @Test func `What does not concern a strategy is said to make no difference`() throws {
    let words = try words("concurrency=1..8", ["tasks": "200", "strategy": "threads,async"])
    #expect(words.contains(", whatever concurrency is\n") && words.contains("async takes "))
    #expect(words.contains(" at least, from concurrency "))
    let service = try self.words(
      "processes=1..4", ["tasks": "300", "rate": "100", "io": "8ms", "cpu": "3ms", "strategy": "async"])
    #expect(service.contains("async meets all targets, whatever processes is: item p99 "))
  }

  @Test func `A rate that moves is answered by what is kept up with`() throws {
    let words = try words("rate=50..600", ["tasks": "500", "io": "8ms", "cpu": "3ms", "strategy": "async,hybrid"])
    #expect(words.contains("Item p99 in swift, by rate"))
    #expect(words.contains(#/async keeps up with 3[0-9]{2}/s at most: item p99 [0-9.]+ m?s at [0-9]+/s/#))
    #expect(!words.contains("at least"))
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
