import Alerting
import ArgumentParser
import Console
import Processes
import Reporting
import Samples
import Scheduling
import Storage

/// `calcmon alerts silence`
struct AlertsSilenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "silence",
    abstract: "Tell nobody of some alerts for a while. They go on being evaluated, and are shown as silenced.",
    discussion: """
      It is written into the history, on the agent's host: over HTTP an agent only answers, and nobody can silence it.

      Examples:
        calcmon alerts silence --alert CalcmonQueueGrowing --for 2h --comment 'backup'
        calcmon alerts silence --label mix=checkout --for 1d --comment 'moved to another host'
      """)

  @Option(name: .customLong("alert"), help: "Alerts of this name.")
  var alert: AlertName?

  @Option(
    name: .customLong("label"),
    help: ArgumentHelp("Alerts that have this label; may be repeated: all must match.", valueName: "name=value"),
    transform: labelPair)
  var labels: [LabelPair] = []

  @Option(name: .customLong("for"), help: ArgumentHelp("How long: 2h, 30m, 1d.", valueName: "time"), transform: silenceTime)
  var time: Double

  @Option(name: .customLong("comment"), help: "Why.")
  var comment: String

  @OptionGroup var storage: StorageFlag

  func validate() throws {
    guard alert != nil || !labels.isEmpty else {
      throw ValidationError("say which alerts: --alert NAME, --label NAME=VALUE, or both")
    }
    guard !comment.isEmpty else { throw ValidationError("--comment must say why") }
  }

  func run() throws {
    let now = SystemTime().wall
    var matcher = Dictionary(labels.map { ($0.name, $0.value) }) { $1 }
    if let alert { matcher["alertname"] = alert.rawValue }
    let silence = Silence(
      matcher: AlertMatcher(matcher), startsAt: now, endsAt: now.advanced(bySeconds: time), comment: comment,
      createdBy: UserName.current)
    do {
      let id = try SilenceWriter.add(silence, path: storage.path)
      try StandardOutput.write(
        "silence \(id) holds until \(silence.endsAt.iso8601); '\(storage.command("calcmon alerts unsilence \(id)"))' ends it\n")
    } catch let error as StorageError {
      throw CommandFailure(status: .failure, message: "\(error)")
    }
  }
}

/// `calcmon alerts unsilence ID`
struct AlertsUnsilenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unsilence", abstract: "End a silence.",
    discussion: "Example: calcmon alerts unsilence 3")

  @Argument(help: "The silence's number.", transform: wholeNumber)
  var id: Int64

  @OptionGroup var storage: StorageFlag

  func run() throws {
    do {
      guard try SilenceWriter.expire(id, at: SystemTime().wall, path: storage.path) else {
        throw CommandFailure(
          status: .usage,
          message: "there is no silence \(id) that holds; '\(storage.command("calcmon alerts silences"))' shows those that do")
      }
    } catch let error as StorageError {
      throw CommandFailure(status: .failure, message: "\(error)")
    }
    try StandardOutput.write("silence \(id) has ended\n")
  }
}

/// `calcmon alerts silences`
struct AlertsSilencesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "silences", abstract: "The silences that hold.",
    discussion: "Example: calcmon alerts silences --url http://web-1:9873")

  @OptionGroup var storage: StorageFlag

  @OptionGroup var remote: RemoteFlags

  func run() async throws {
    if let agent = try remote.agent(beside: storage) {
      return try await agent.print("alerts/silences", [], width: StandardOutput.columns) { try StandardOutput.write($0) }
    }
    let silences = try History.read(storage.path) { try $0.silences(at: SystemTime().wall) }
    try StandardOutput.write(SilenceList(silences).text(width: StandardOutput.columns))
  }
}

/// `--label`
struct LabelPair {
  let name: String
  let value: String
}

private func labelPair(_ text: String) throws -> LabelPair {
  guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
    throw OptionProblem.demand("is not NAME=VALUE, such as mix=checkout")
  }
  return LabelPair(name: String(text[..<equals]), value: String(text[text.index(after: equals)...]))
}

private func silenceTime(_ text: String) throws -> Double {
  guard let seconds = DurationText.seconds(text), seconds >= 1, seconds <= 366 * 86400 else {
    throw OptionProblem.demand("is no time between 1s and a year, such as 30m or 2h")
  }
  return seconds
}
