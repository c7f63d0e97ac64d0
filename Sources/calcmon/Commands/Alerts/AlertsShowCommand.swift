import ArgumentParser
import Console
import Reporting
import Scheduling
import Storage

/// `calcmon alerts show ID`
struct AlertsShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract:
      "One alert with what was kept to explain it: its runs, or what the application did, their stalls with causes and stacks, samples.",
    discussion: """
      The samples themselves are in --format json.

      Examples:
        calcmon alerts show 3f2a
        calcmon alerts show 3f2a --url http://web-1:9873
      """)

  @Argument(help: "The alert's id, or the beginning of it.")
  var id: String

  @OptionGroup var storage: StorageFlag

  @OptionGroup var remote: RemoteFlags

  @Option(name: .customLong("format"), help: "How to print it.")
  var format = ResultFormat.text

  func validate() throws {
    guard !id.isEmpty, id.allSatisfy(\.isHexDigit) else {
      throw ValidationError("'\(id)' is no id of an alert; '\(storage.command("calcmon alerts --since 7d"))' shows them")
    }
  }

  func run() async throws {
    if let agent = try remote.agent(beside: storage) {
      return try await agent.print("alerts/\(id.lowercased())", [("format", format.rawValue)], width: StandardOutput.columns) {
        try StandardOutput.write($0)
      }
    }
    try History.read(storage.path) { reader in
      do {
        let evidence = try AlertEvidence(idPrefix: id, reader, at: SystemTime().wall)
        try StandardOutput.write(format == .json ? try evidence.json() : evidence.text(width: StandardOutput.columns))
      } catch let problem as AlertNotFound {
        let hint =
          if case .none = problem { "; '\(storage.command("calcmon alerts --since 7d"))' shows those that there are" } else { "" }
        throw CommandFailure(status: .usage, message: "\(problem)\(hint)")
      }
    }
  }
}
