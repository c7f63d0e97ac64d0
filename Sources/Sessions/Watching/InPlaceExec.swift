import AppIntake
import Glibc
package import Processes
import Telemetry

/// Becomes a program whose probe reports to an agent: nothing of calcmon stays between the program and who has started it.
package struct InPlaceExec {
  private let agent: WatchingAgent
  private let app: String
  private let command: [String]

  /// - Parameters:
  ///   - app: the name of the application; `nil`: by its command.
  ///   - command: the program and its arguments; not empty.
  package init(_ agent: WatchingAgent, app: String?, command: [String]) {
    self.agent = agent
    self.app =
      app ?? EnvironmentVariable.text("CALCMON_APP") ?? EnvironmentVariable.text("OTEL_SERVICE_NAME") ?? CommandName.of(command)
    self.command = command
  }

  /// Returns why it cannot become the program; if it does, it does not return.
  ///
  /// - Parameter tell: told by whom the program is watched.
  /// - Throws: `ProgramNotFound`, and `ProbeLibraryError` if there is no folder for the probe.
  package func run(tell: (String) -> Void) throws -> SpawnError {
    let executable = try ProgramSearch.find(command[0])
    let folder = try probeFolder()
    tell("the agent at \(agent.socket) watches it as \(app); see calcmon apps")
    return Program.become(executable, command, variables: variables(folder))
  }

  /// The agent's, if nobody could have changed it but root and this user; else one of this user's own. It outlives this process.
  private func probeFolder() throws(ProbeLibraryError) -> String {
    if let name = agent.greeting.probe, name.hasPrefix("probe-"), !name.contains("/"), let end = agent.socket.lastIndex(of: "/") {
      let folder = "\(agent.socket[..<end])/\(name)"
      if ProbeLibrary.isTrusted(folder) { return folder }
    }
    var failure = ProbeLibraryError(path: "a folder of this user's own", errno: ENOENT)
    for folder in ProbeLibrary.ownFolders {
      do throws(ProbeLibraryError) {
        let laidOut = try ProbeLibrary.layOut(below: folder)
        if ProbeLibrary.isTrusted(laidOut) { return laidOut }
      } catch {
        failure = error
      }
    }
    throw failure
  }

  private func variables(_ folder: String) -> [String: [UInt8]] {
    let path = PythonPath.beginning(
      with: ProbeLibrary.pathFolder(in: folder), old: EnvironmentVariable.bytes("PYTHONPATH"))
    return ["PYTHONPATH": path, "CALCMON_SOCKET": Array(agent.socket.utf8), "CALCMON_APP": Array(app.utf8)]
  }
}
