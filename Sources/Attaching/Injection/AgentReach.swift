import AppIntake
import Procfs

/// Whether a process can report to an agent, tried in its place.
enum AgentReach {
  /// Returns if it can. Blocks, for a second at the most.
  ///
  /// - Throws: `AttachError.place`, which says what to do about it.
  static func check(_ socket: String, for process: TargetProcess, _ view: TargetView) throws(AttachError) {
    let folder = socket.lastIndex(of: "/").map { String(socket[..<$0]) } ?? "."
    switch try view.look(asItsUser: true, { prefix in AgentInquiry.ask("\(prefix)\(socket)") }) {
    case .agent: return
    case .silent: throw .place(process.pid, reason: "what listens at \(socket), as it sees it, does not answer as an agent")
    case .forbidden:
      throw .place(
        process.pid,
        reason:
          "its user \(process.credentials.user) may not report to the agent at \(socket); add the user to the group of the socket, or name a group "
          + "with watch.group, and start it anew")
    case .nobody:
      throw .place(
        process.pid,
        reason: view.isShared
          ? "no agent listens at \(socket), as it sees it"
          : "the socket of the agent, \(socket), is not in its file system, which is another than here (a container?); mount the folder \(folder) there"
      )
    }
  }
}
