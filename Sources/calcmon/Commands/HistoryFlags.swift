import ArgumentParser
import Console
import Reporting
import Samples
import Storage

/// Which part of which history, for the commands that read it.
struct HistoryFlags: ParsableArguments {
  @Option(
    name: .customLong("since"),
    help: ArgumentHelp(
      "Begin of the window: so long ago (24h, 1h30m, 7d) or an instant (2026-01-31T12:00:00Z). (default: report 24h, alerts backtest 7d, export everything)",
      valueName: "when"),
    transform: timePoint)
  var since: TimePoint?

  @Option(
    name: .customLong("until"),
    help: ArgumentHelp("End of the window, in the same forms. (default: now)", valueName: "when"), transform: timePoint)
  var until = TimePoint.ago(seconds: 0)

  @Option(name: .customLong("mix"), help: "Only this mix.")
  var mix: String?

  @Option(name: .customLong("strategy"), help: "Only this strategy.")
  var strategy: Strategy?

  @Option(name: .customLong("runtime"), help: "Only this runtime.")
  var runtime: Runtime?

  @OptionGroup var storage: StorageFlag

  /// Whether no runs are left out by their mix, strategy or runtime.
  var isOfAllRuns: Bool { mix == nil && strategy == nil && runtime == nil }

  /// The window and the names.
  ///
  /// - Throws: `CommandFailure` where the window is empty, or lies in the future.
  func filter(now: Timestamp, standardSince: TimePoint) throws(CommandFailure) -> HistoryFilter {
    let (start, end) = ((since ?? standardSince).instant(from: now), until.instant(from: now))
    guard start < end else {
      let how = start == end ? "is empty" : "ends before it begins"
      throw CommandFailure(status: .usage, message: "the window \(how): --since \(start.iso8601), --until \(end.iso8601)")
    }
    guard start < now else {
      throw CommandFailure(status: .usage, message: "the window lies in the future: --since \(start.iso8601)")
    }
    return HistoryFilter(since: start, until: end, mix: mix, strategy: strategy, runtime: runtime)
  }

  /// Opens the history and gives it to the body.
  ///
  /// - Throws: `CommandFailure` where it cannot be read, or was never run what is asked for.
  func read<Result>(_ body: (HistoryReader) throws -> Result) throws -> Result {
    try History.read(storage.path) { reader in
      do {
        try reader.requireKnown(mix: mix)
        return try body(reader)
      } catch let problem as UnknownMix {
        throw CommandFailure(status: .usage, message: "\(problem)")
      }
    }
  }

  /// The same as parameters of the API, which sees it from its own now.
  var query: [(String, String)] {
    let end = until == .ago(seconds: 0) ? nil : until
    let given = [
      ("since", since?.parameter), ("until", end?.parameter), ("mix", mix), ("strategy", strategy?.rawValue),
      ("runtime", runtime?.rawValue),
    ]
    return given.compactMap { name, value in value.map { (name, $0) } }
  }
}

extension TimePoint {
  /// As a parameter of the API.
  var parameter: String {
    switch self {
    case .ago(let seconds): "\(Int64((seconds * 1000).rounded()))ms"
    case .instant(let instant): instant.rfc3339
    }
  }
}

/// - Throws: `OptionProblem` if the text is no point in time.
func timePoint(_ text: String) throws -> TimePoint {
  do {
    return try TimePoint(typed: text)
  } catch .malformed {
    throw OptionProblem.demand("is neither a duration (24h, 1h30m, 7d) nor an instant (2026-01-31T12:00:00Z)")
  } catch {
    throw OptionProblem.demand("\(error)")
  }
}

extension Strategy: ExpressibleByArgument {}
extension Runtime: ExpressibleByArgument {}
