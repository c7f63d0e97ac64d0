import AppIntake
import ArgumentParser
import Attaching
import Console
import Processes
import Sessions

/// `calcmon attach`
struct AttachCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attach",
    abstract: "Watch a Python program that runs already: it goes on, and from then on its event loops are watched as by exec.",
    discussion: """
      CPython 3.14 or newer, by the way that it offers to debuggers (PEP 768): its main thread executes the probe at the next moment at which it \
      executes Python code. If it waits with nothing to do, it is interrupted in that for some microseconds; it is never stopped. Only root and the user of \
      the process may do that. The probe reports to an agent, whose socket the process has to reach: a container gets the folder /run/calcmon mounted.

      Of other programs, calcmon watch --pid tells from outside what can be told.

      Exit status: 0 it is watched, also if it was before; 4 it cannot be, or there is no agent.

      Examples:
        calcmon attach 4711
        calcmon attach 4711 --app shop
        calcmon detach 4711
      """)

  @OptionGroup var target: AttachTarget

  @Option(
    name: .customLong("app"),
    help: ArgumentHelp(
      "The name of the application. (default: its CALCMON_APP or OTEL_SERVICE_NAME, or the script's name)", valueName: "name"))
  var app: String?

  @Option(
    name: .customLong("socket"),
    help: ArgumentHelp("Where the agent listens. (default: CALCMON_SOCKET, or the usual places)", valueName: "path"))
  var socket: PathArgument?

  @Option(
    name: .customLong("app-version"),
    help: ArgumentHelp("The version of the application. (default: as its environment tells it)", valueName: "text"))
  var version: String?

  func validate() throws {
    if let app, !AppNameArgument.isGood(app) { throw ValidationError(AppNameArgument.demand) }
    if let version, version.isEmpty || version.utf8.count > 64 { throw ValidationError("--app-version must have 1 to 64 bytes") }
  }

  func run() async throws {
    try await target.perform { session, process in
      let agent = try await agent(session)
      try StandardOutput.write(process.outlook)
      let order = AttachOrder(.attach, app: app ?? process.app, socket: agent.socket, version: version)
      guard let answer = try await session.perform(order, on: process) else { throw ExitStatus.interrupted }
      return text(answer, order)
    } outside: { why in
      throw CommandFailure(
        status: .failure,
        message:
          "\(AttachError.closed(target.pid, why)); it can only be watched from outside: calcmon watch --pid \(target.pid) --agent"
      )
    }
  }

  private func agent(_ session: AttachSession) async throws -> WatchingAgent {
    let socket = socket?.path ?? EnvironmentVariable.text(AppSocketPlace.variable)
    let finding = try await session.findAgent(named: socket, runtimeFolder: EnvironmentVariable.text("XDG_RUNTIME_DIR"))
    switch finding {
    case .found(let agent): return agent
    case .unusable(let reason): throw none(reason)
    case .none: throw none("there is no agent that it could report to")
    }
  }

  private func none(_ problem: String) -> CommandFailure {
    CommandFailure(
      status: .failure,
      message: "\(problem); start one with 'calcmon agent', or use 'calcmon watch --pid \(target.pid)', which needs none")
  }

  private func text(_ answer: AttachAnswer, _ order: AttachOrder) -> String {
    if answer.state == .already {
      return "already watched\(answer.app.map { " as \($0)" } ?? answer.reason.map { ": \($0)" } ?? "")"
    }
    let loop = answer.hasLoop == false ? "; it has no event loop yet, and the first that begins is watched" : ""
    return "attached: the agent at \(order.socket) watches it as \(order.app)\(loop); see calcmon apps \(order.app)"
  }
}
