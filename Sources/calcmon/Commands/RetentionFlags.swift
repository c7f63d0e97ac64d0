import ArgumentParser
import Console
import Samples
import Storage

/// How long what is kept in the history.
struct RetentionFlags: ParsableArguments {
  @Option(
    name: .customLong("storage.retention.raw"),
    help: ArgumentHelp("Keep samples, and the histograms of single runs. (default: 7d)", valueName: "time"),
    transform: retentionAge)
  var raw: Double?

  @Option(
    name: .customLong("storage.retention.minute"),
    help: ArgumentHelp(
      "Keep one-minute roll-ups, and runs with their stalls and verdicts: what a report is made of. (default: 90d)",
      valueName: "time"), transform: retentionAge)
  var minute: Double?

  @Option(
    name: .customLong("storage.retention.hour"), help: ArgumentHelp("Keep one-hour roll-ups. (default: 2y)", valueName: "time"),
    transform: retentionAge)
  var hour: Double?

  @Option(
    name: .customLong("storage.retention.size"),
    help: ArgumentHelp("Keep less of all where the database would be larger. (default: 2GiB)", valueName: "size"),
    transform: retentionSize)
  var size: Int?

  /// What is given here stands above what is given elsewhere.
  func over(_ other: Retention) -> Retention {
    Retention(raw: raw ?? other.raw, minute: minute ?? other.minute, hour: hour ?? other.hour, size: size ?? other.size)
  }

  func validate() throws {
    let standard = Retention.standard
    guard raw ?? standard.raw <= minute ?? standard.minute, minute ?? standard.minute <= hour ?? standard.hour else {
      throw ValidationError(
        "what is coarser must be kept as long as what is finer, or longer: --storage.retention.raw <= .minute <= .hour")
    }
  }
}

private func retentionAge(_ text: String) throws -> Double {
  guard let seconds = DurationText.seconds(text), seconds >= 3600 else {
    throw OptionProblem.demand("is no time of at least an hour, such as 7d, 90d or 2y")
  }
  return seconds
}

private func retentionSize(_ text: String) throws -> Int {
  guard let bytes = SizeText.bytes(text), bytes >= 1 << 20 else {
    throw OptionProblem.demand("is no size of at least a mebibyte, such as 500MiB or 2GiB")
  }
  return bytes
}
