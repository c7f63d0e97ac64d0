import Alerting
import Glibc
import Processes
import Samples
import Scheduling

/// A program that is started for the alerts of each name, with the payload of a webhook on its standard input. It has threads of its own,
/// so that one that hangs delays nobody else.
///
/// Status 0: delivered. 75 (`EX_TEMPFAIL`): later. Any other: refused.
struct CommandNotifier: Notifier {
  private static let temporaryFailure: Int32 = 75
  /// From SIGTERM to SIGKILL.
  private static let grace = Duration.seconds(2)

  let name: String
  private let receiver: CommandReceiver
  private let externalURL: @Sendable () -> String
  private let time: any TimeSource
  private let spawner = Spawner(waiters: 1)
  private let reader = WorkerThreads(1)

  init(_ receiver: CommandReceiver, name: String, externalURL: @escaping @Sendable () -> String, time: any TimeSource) {
    self.receiver = receiver
    self.name = name
    self.externalURL = externalURL
    self.time = time
  }

  func messages(of alerts: [NotifiedAlert]) -> [[NotifiedAlert]] { WebhookPayload.groups(alerts) }

  func send(_ alerts: [NotifiedAlert]) async -> SendOutcome {
    await post(alerts, run) { try WebhookPayload($0, receiver: name, externalURL: externalURL()).json() }
  }

  func shutDown() async {
    await spawner.shutDown()
    await reader.shutDown()
  }

  // MARK: A run

  private func run(_ input: [UInt8]) async -> SendOutcome {
    guard let program = receiver.arguments.first else { return .refused(reason: "no program is named") }
    do {
      // What it prints must be read.
      try reader.start()
      let command = Command(executable: program, arguments: Array(receiver.arguments.dropFirst()))
      let descriptor = try Descriptors.file(holding: input)
      let output = try Descriptors.closing([descriptor]) { () throws(DescriptorError) in try OutputTail() }
      defer { output.close() }
      let child = try await spawner.start(
        command, input: descriptor, output: output.childEnd, error: output.childEnd, newGroup: true)
      return await outcome(of: child, output)
    } catch let error as SpawnError {
      let isPassing = [EAGAIN, ENOMEM, EMFILE, ENFILE, ETXTBSY].contains(error.errno)
      return isPassing ? .retry(after: nil, reason: "\(error)") : .refused(reason: "\(error)")
    } catch {
      return .retry(after: nil, reason: "\(error)")
    }
  }

  private func outcome(of child: ChildProcess, _ output: OutputTail) async -> SendOutcome {
    let running = RunningCommand(child)
    let limit = Task { [time, receiver] in
      try await time.sleep(until: time.uptime + .seconds(receiver.timeout))
      running.giveUp(SIGTERM)
      try await time.sleep(until: time.uptime + Self.grace)
      running.giveUp(SIGKILL)
    }
    async let tail = (try? reader.run { output.read() }) ?? []
    await withTaskCancellationHandler {
      try? await spawner.waitForEnd(of: child)
    } onCancel: {
      running.giveUp(SIGKILL)
    }
    limit.cancel()
    let wasGivenUp = running.end()
    let exit = spawner.reap(child)
    output.end()
    return outcome(exit.status, wasGivenUp: wasGivenUp, line: SendReason().lastLine(await tail))
  }

  private func outcome(_ status: ChildExit.Status, wasGivenUp: Bool, line: String) -> SendOutcome {
    let said = line.isEmpty ? "" : ": \(line)"
    if wasGivenUp, status != .exited(0) {
      let why = Task.isCancelled ? "it was given up" : "it was not done within \(DurationText.text(receiver.timeout))"
      return .retry(after: nil, reason: why + said)
    }
    return switch status {
    case .exited(0): .delivered
    case .exited(Self.temporaryFailure): .retry(after: nil, reason: "it ended with status 75" + said)
    case .exited(let status): .refused(reason: "it ended with status \(status)" + said)
    case .signalled(let signal): .refused(reason: "it was ended by signal \(signal)" + said)
    }
  }
}
