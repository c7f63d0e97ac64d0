/// A scenario of the guide, as values of the calculator.
package struct CalculatorPreset: Sendable {
  /// As a heading says it.
  package let name: String
  /// What the work is like, and how the guide does it.
  package let words: String
  /// What the guide says that this gains.
  package let gain: String
  /// By parameter; what is not there is as it is by default.
  package let values: [(parameter: String, value: String)]

  /// The guide's four scenarios, in its order. The mixed one is its benchmark.
  package static let all: [CalculatorPreset] = [
    CalculatorPreset(
      name: "Pure I/O", words: "Items only wait: await them on the loop.", gain: "50-90 %",
      values: [("io", "100ms"), ("cpu", "0ms"), ("tasks", "1000"), ("concurrency", "100")]),
    CalculatorPreset(
      name: "CPU-bound", words: "Items only compute, which blocks the loop: use worker processes.", gain: "0-10 % without them",
      values: [("io", "0ms"), ("cpu", "50ms"), ("tasks", "500"), ("concurrency", "50")]),
    CalculatorPreset(
      name: "Mixed", words: "The guide's benchmark of 10,000 items: await the I/O, compute in worker processes.",
      gain: "30-60 %",
      values: [
        ("io", "2.7ms"), ("cpu", "1.75ms"), ("tasks", "10000"), ("concurrency", "100"), ("chunk", "16"),
      ]),
    CalculatorPreset(
      name: "Real-time stream", words: "Items come at random, 80 a second: a queue before a pool of workers.",
      gain: "40-75 %",
      values: [
        ("io", "10ms"), ("cpu", "10ms"), ("tasks", "2000"), ("concurrency", "50"), ("jitter", "0.5"), ("rate", "80"),
      ]),
  ]
}
