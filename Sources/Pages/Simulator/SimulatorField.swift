/// A value that the page at `/simulator` asks for.
struct SimulatorField {
  /// The values that a slider goes through.
  enum Steps {
    /// From the lower to the upper, with equal ratios as far as round numbers allow.
    case decades(Double, Double)
    /// From the lower to the upper, with equal distances.
    case even(Double, Double, by: Double)
  }

  /// Of the calculator's parameter.
  let name: String
  let label: String
  /// Taken where nothing is given; empty: the calculator decides.
  let standard: String
  /// What may be entered.
  let hint: String
  /// How the script tells a value in words; see `wordsOf` there.
  var unit = ""
  /// `nil`: there is no slider.
  var steps: Steps?
  /// Values with their names, where one is to be chosen.
  var choices: [(value: String, name: String)] = []
  /// Whether it is no parameter of its own: the script keeps it in step with the times of the two steps, and shows it.
  var isDerived = false

  /// What a task does: the times of its two steps, or, said otherwise, their sum and the share of one.
  private static let task = [
    SimulatorField(
      name: "io", label: "Waits for I/O", standard: "70ms", hint: "A database, another service; as 8ms", unit: "time",
      steps: .decades(1, 5000)),
    SimulatorField(
      name: "cpu", label: "Computes", standard: "30ms", hint: "After that; as 3ms", unit: "time", steps: .decades(1, 5000)),
    SimulatorField(
      name: "time", label: "Or: time of a task", standard: "100ms", hint: "Both together", unit: "time",
      steps: .decades(10, 5000), isDerived: true),
    SimulatorField(
      name: "cpu-share", label: "Share of CPU", standard: "0.3", hint: "0: all I/O, 1: all computation", unit: "share",
      steps: .even(0, 1, by: 0.01), isDerived: true),
  ]

  /// What is often changed.
  static func main(cores: Int) -> [SimulatorField] {
    task + [
      SimulatorField(
        name: "tasks", label: "Number of tasks", standard: "1000", hint: "1 to 100,000", unit: "tasks",
        steps: .decades(1, 100_000)
      ),
      SimulatorField(name: "rate", label: "Arrivals a second", standard: "", hint: "Empty: all tasks are there at once"),
      SimulatorField(
        name: "arrivals", label: "They come", standard: "", hint: "With arrivals a second",
        choices: [("", "at random (Poisson)"), ("constant", "evenly")]),
      SimulatorField(
        name: "concurrency", label: "Concurrency", standard: "100", hint: "In flight at once, of async and hybrid",
        unit: "flight",
        steps: .decades(1, 1000)),
      SimulatorField(
        name: "processes", label: "Processes", standard: String(cores), hint: "Workers of hybrid; the guide: as many as cores",
        unit: "processes", steps: .even(1, 32, by: 1)),
      SimulatorField(
        name: "servers", label: "Servers", standard: "1", hint: "Processes with a loop each, as uvicorn's workers",
        unit: "servers",
        steps: .even(1, 16, by: 1)),
      SimulatorField(name: "threads", label: "Threads", standard: "10", hint: "Of the strategy threads"),
      SimulatorField(name: "cores", label: "Cores", standard: String(cores), hint: "This host has \(cores)"),
      SimulatorField(
        name: "jitter", label: "Jitter", standard: "0", hint: "0 to 2: how much the times differ (log-normal)", unit: "jitter",
        steps: .even(0, 2, by: 0.05)),
    ]
  }

  /// What is seldom changed.
  static let more: [SimulatorField] =
    [
      SimulatorField(name: "chunk", label: "Chunk", standard: "1", hint: "Items that a worker gets at once, at most"),
      SimulatorField(
        name: "runtime", label: "Runtime", standard: "swift,asyncio", hint: "Who executes",
        choices: [("swift,asyncio", "both"), ("swift", "swift"), ("asyncio", "asyncio")]),
    ]

  /// Those that stand for a parameter each.
  static func parameters(cores: Int) -> [SimulatorField] { (main(cores: cores) + more).filter { !$0.isDerived } }
}
