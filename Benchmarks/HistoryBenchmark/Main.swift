import Samples
import Storage

/// What the programs beside it measure the history with. Each command prints one line of JSON.
///
///     make DB                                            an empty history
///     insert DB SAMPLES BATCH                            samples a second through HistoryStore.write
///     fill DB DAYS IDENTITIES SECONDS INSTANTS           runs of so many days, one of each identity every so many seconds
///     apps DB APPS HOURS                                 intervals of applications, of 30 s, those of one time in one batch
///     month FOLDER DAYS                                  a whole agent on a clock that is driven
@main
enum Main {
  static func main() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let numbers = arguments.dropFirst(2).compactMap { Int($0) }
    switch (arguments.first, arguments.count, numbers.count) {
    case ("make", 2, 0): try await open(arguments[1]).close(at: start)
    case ("insert", 4, 2): try await insert(arguments[1], samples: numbers[0], batch: numbers[1])
    case ("fill", 6, 4):
      try await fill(arguments[1], days: numbers[0], identities: numbers[1], every: numbers[2], instants: numbers[3])
    case ("apps", 4, 2): try await apps(arguments[1], count: numbers[0], hours: numbers[1])
    case ("month", 3, 1): try await DrivenAgent(folder: arguments[1]).run(days: numbers[0])
    default:
      print(
        "usage: HistoryBenchmark make DB | insert DB SAMPLES BATCH | fill DB DAYS IDENTITIES SECONDS INSTANTS | apps DB APPS HOURS | month FOLDER DAYS"
      )
    }
  }

  /// 2026-01-01T00:00:00Z
  private static let start = Timestamp(milliseconds: 1_767_225_600_000)

  private static func open(_ path: String) throws -> HistoryStore {
    try HistoryStore(path: path, version: "benchmark", pid: 1, at: start)
  }

  /// Runs of a hundred samples of each quantity; what they have shown is computed before the clock runs, as the agent does it elsewhere.
  private static func insert(_ path: String, samples: Int, batch: Int) async throws {
    var runs = SyntheticRuns()
    let identities = SyntheticRuns.identities(12)
    let instants = min(100, batch / 5)
    let entries = (0..<samples / (instants * 5)).map { number in
      HistoryEntry.run(
        runs.run(identities[number % 12], instants: instants, at: start.advanced(bySeconds: Double(number) * 25)))
    }
    let store = try open(path)
    let runsPerBatch = max(1, batch / (instants * 5))
    let begin = ContinuousClock.now
    for first in stride(from: 0, to: entries.count, by: runsPerBatch) {
      try await store.write(Array(entries[first..<min(entries.count, first + runsPerBatch)]))
    }
    let elapsed = begin.duration(to: .now) / .seconds(1)
    try await store.close(at: start)
    let written = entries.reduce(0) { $0 + $1.sampleCount }
    print("{\"samples\": \(written), \"seconds\": \(elapsed), \"samples_per_s\": \(Double(written) / elapsed)}")
  }

  private static func fill(_ path: String, days: Int, identities count: Int, every: Int, instants: Int) async throws {
    var runs = SyntheticRuns()
    let identities = SyntheticRuns.identities(count)
    let store = try open(path)
    for slot in 0..<days * 86400 / every {
      let begin = start.advanced(bySeconds: Double(slot * every))
      let entries = identities.enumerated().map { index, identity in
        HistoryEntry.run(
          runs.run(identity, instants: instants, at: begin.advanced(bySeconds: Double(index * every) / Double(count))))
      }
      try await store.write(entries)
    }
    let end = start.advanced(bySeconds: Double(days * 86400))
    try await store.close(at: end)
    print("{\"since\": \"\(start.milliseconds)\", \"until\": \"\(end.milliseconds)\"}")
  }

  /// The time of each batch, made before its clock runs, and that of the latency by hour of one application.
  private static func apps(_ path: String, count: Int, hours: Int) async throws {
    var synthetic = SyntheticApps()
    let store = try open(path)
    var seconds: [Double] = []
    for number in 1...max(1, hours * 120) {
      let entries = (0..<count).map { app in
        let end = start.advanced(bySeconds: 30 * Double(number) + 30 * Double(app) / Double(count))
        return HistoryEntry.appInterval(synthetic.interval("app\(app)", number, endedAt: end), judgements: [])
      }
      let begin = ContinuousClock.now
      try await store.write(entries)
      seconds.append(begin.duration(to: .now) / .seconds(1))
    }
    let end = start.advanced(bySeconds: Double(hours) * 3600 + 60)
    try await store.close(at: end)
    let reader = try HistoryReader(path: path)
    let begin = ContinuousClock.now
    let found = try reader.appLatencies("app0", since: start, until: end, step: 3600)
    let read = begin.duration(to: .now) / .seconds(1)
    seconds.sort()
    print(
      """
      {"write_median_s": \(seconds[seconds.count / 2]), "write_max_s": \(seconds[seconds.count - 1]), "hours": \(found.count), "read_s": \(read)}
      """)
  }
}
