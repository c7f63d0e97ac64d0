/// A scenario of the guide, or of a usual service, as values of the calculator.
package struct CalculatorPreset: Sendable {
  /// As a flag says it.
  package let key: String
  /// As a heading says it.
  package let name: String
  /// What the work is like, and how it is done.
  package let words: String
  /// What is to be expected of that, in a sentence.
  package let expectation: String
  /// By parameter; what is not there is as it is by default.
  package let values: [(parameter: String, value: String)]

  /// The values, with others that are given instead. The times of the steps can be given in two ways: one given way replaces the other.
  ///
  /// - Parameter moving: a parameter that has many values: here it has none.
  package func values(with given: [String: String], moving parameter: String? = nil) -> [String: String] {
    let own = Dictionary(values.map { ($0.parameter, $0.value) }) { first, _ in first }
    let isWhole = ["time", "cpu-share"].contains { given[$0] != nil || $0 == parameter }
    return own.filter { $0.key != parameter && (!isWhole || !["io", "cpu"].contains($0.key)) }.merging(given) { $1 }
  }

  /// The guide's four scenarios, in its order, and then those of services. The mixed one is the guide's benchmark.
  package static let all: [CalculatorPreset] = guide + services

  private static let guide: [CalculatorPreset] = [
    CalculatorPreset(
      key: "io", name: "Pure I/O", words: "Items only wait: await them on the loop.", expectation: "The guide's gain: 50-90 %.",
      values: [("io", "100ms"), ("cpu", "0ms"), ("tasks", "1000"), ("concurrency", "100")]),
    CalculatorPreset(
      key: "cpu", name: "CPU-bound", words: "Items only compute, which blocks the loop: use worker processes.",
      expectation: "The guide's gain: 0-10 % without them.",
      values: [("io", "0ms"), ("cpu", "50ms"), ("tasks", "500"), ("concurrency", "50")]),
    CalculatorPreset(
      key: "mixed", name: "Mixed", words: "The guide's benchmark of 10,000 items: await the I/O, compute in worker processes.",
      expectation: "The guide's gain: 30-60 %.",
      values: [
        ("io", "2.7ms"), ("cpu", "1.75ms"), ("tasks", "10000"), ("concurrency", "100"), ("chunk", "16"),
      ]),
    CalculatorPreset(
      key: "stream", name: "Real-time stream", words: "Items come at random, 80 a second: a queue before a pool of workers.",
      expectation: "The guide's gain: 40-75 %.",
      values: [
        ("io", "10ms"), ("cpu", "10ms"), ("tasks", "2000"), ("concurrency", "50"), ("jitter", "0.5"), ("rate", "80"),
      ]),
  ]

  private static let services: [CalculatorPreset] = [
    CalculatorPreset(
      key: "fastapi-def", name: "FastAPI, def endpoints",
      words: "150 requests a second that wait 20 ms for a database and compute 3 ms, each in one of 40 threads: look at threads.",
      expectation: "More threads do not help: Python's lock lets one of them compute at a time.",
      values: [
        ("io", "20ms"), ("cpu", "3ms"), ("threads", "40"), ("rate", "150"), ("tasks", "2000"), ("runtime", "asyncio"),
      ]),
    CalculatorPreset(
      key: "fastapi-async", name: "FastAPI, async def",
      words: "The same requests, awaited on one loop, which also computes: look at async.",
      expectation: "As many as with threads, as long as what one computes is short: all others wait meanwhile.",
      values: [
        ("io", "20ms"), ("cpu", "3ms"), ("concurrency", "1000"), ("rate", "150"), ("tasks", "2000"), ("runtime", "asyncio"),
      ]),
    CalculatorPreset(
      key: "uvicorn-4-workers", name: "uvicorn, 4 workers",
      words: "300 requests a second that wait 20 ms and compute 4 ms, for four servers with a loop each.",
      expectation: "One server cannot compute so much; several do, as long as there are cores for them.",
      values: [
        ("io", "20ms"), ("cpu", "4ms"), ("servers", "4"), ("threads", "40"), ("rate", "300"), ("tasks", "2000"),
        ("runtime", "asyncio"),
      ]),
  ]
}
