import Glibc

/// Where an agent listens to applications.
package enum AppSocketPlace {
  /// The variable of the environment that names it.
  package static let variable = "CALCMON_SOCKET"
  private static let system = "/run/calcmon"
  private static let name = "apps.sock"

  /// Where an agent listens that was not told: below `/run/calcmon`, if it may write there, else in the folder for what the user runs, which it
  /// makes; `nil`: there is neither. Root, whose agent is that of all users, makes `/run/calcmon`, so that it works without a unit.
  ///
  /// - Parameter runtimeFolder: what is in `XDG_RUNTIME_DIR`.
  package static func standard(runtimeFolder: String?) -> String? {
    standard(runtimeFolder: runtimeFolder, system: system, isRoot: geteuid() == 0)
  }

  /// The same with another folder than `/run/calcmon`.
  package static func standard(runtimeFolder: String?, system: String, isRoot: Bool) -> String? {
    if isWritable(system) || isRoot && make(system) { return "\(system)/\(name)" }
    guard let runtimeFolder, runtimeFolder.hasPrefix("/"), isWritable(runtimeFolder) else { return nil }
    let own = "\(runtimeFolder)/calcmon"
    guard mkdir(own, 0o700) == 0 || errno == EEXIST, isWritable(own) else { return nil }
    return "\(own)/\(name)"
  }

  /// Makes a folder that all may look into, whatever the mask of this process hides. Returns whether it could.
  private static func make(_ folder: String) -> Bool { mkdir(folder, 0o755) == 0 && chmod(folder, 0o755) == 0 }

  /// Where a command looks for an agent if it was not told, the likeliest first.
  package static func candidates(runtimeFolder: String?) -> [String] {
    ["\(system)/\(name)"] + (runtimeFolder.map { $0.hasPrefix("/") ? ["\($0)/calcmon/\(name)"] : [] } ?? [])
  }

  /// What is wrong with a path that was named, as things are; `nil`: nothing.
  package static func problem(of path: String) -> AppSocketError? { AppSocket.problemNow(of: path) }

  private static func isWritable(_ folder: String) -> Bool { access(folder, W_OK | X_OK) == 0 }
}
