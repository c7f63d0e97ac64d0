import ArgumentParser
import Console
import Reporting
import Scheduling
import Storage

/// `calcmon alerts show ID`
struct AlertsShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "One alert with what was kept to explain it: its runs, their stalls with causes and stacks, samples.",
    discussion: "The samples themselves are in --format json.")

  @Argument(help: "The alert's id, or the beginning of it.")
  var id: String

  @OptionGroup var storage: StorageFlag

  @Option(name: .customLong("format"), help: "How to print it.")
  var format = ResultFormat.text

  func validate() throws {
    guard !id.isEmpty, id.allSatisfy(\.isHexDigit) else {
      throw ValidationError("'\(id)' is no id of an alert; '\(storage.command("calcmon alerts --since 7d"))' shows them")
    }
  }

  func run() throws {
    try History.read(storage.path) { reader in
      let evidence = try AlertEvidence(try episode(reader), reader, at: SystemTime().wall)
      try StandardOutput.write(format == .json ? try evidence.json() : evidence.text(width: StandardOutput.columns))
    }
  }

  private func episode(_ reader: HistoryReader) throws -> AlertEpisode {
    switch try reader.alertEpisode(idPrefix: id.lowercased()) {
    case .one(let episode): return episode
    case .none:
      throw CommandFailure(
        status: .usage,
        message: "there is no alert '\(id)'; '\(storage.command("calcmon alerts --since 7d"))' shows those that there are")
    case .ambiguous(let ids):
      throw CommandFailure(
        status: .usage, message: "'\(id)' is the beginning of several: \(ids.prefix(10).joined(separator: ", "))")
    }
  }
}
