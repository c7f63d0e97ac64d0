import CLinux
package import Procfs

/// A thread of this process that can be looked at.
package struct WatchedThread: Hashable, Sendable {
  /// Its number, as this process knows it.
  package let id: Int32
  /// Its folder in the procfs, which may be one of an outer pid namespace, where the thread has another number.
  package let folder: String

  private init(id: Int32, folder: String) {
    self.id = id
    self.folder = folder
  }

  /// The calling thread.
  package static func current(_ proc: ProcRoot) -> WatchedThread {
    let id = calcmon_thread_id()
    return WatchedThread(id: id, folder: proc.destination(of: "thread-self") ?? "self/task/\(id)")
  }

  /// A thread by its number; `nil` if this process has no such thread, or its procfs does not show it.
  package init?(id: Int32, proc: ProcRoot) {
    let own = WatchedThread.current(proc)
    let isSameNamespace = own.folder.hasSuffix("/\(own.id)")
    let folder =
      isSameNamespace ? "self/task/\(id)" : WatchedThread.folder(of: id, in: proc)
    guard let folder, (try? ProcessStat(proc, pid: folder)) != nil else { return nil }
    self.init(id: id, folder: folder)
  }

  /// In a procfs of an outer namespace: `NSpid` of its status ends with the number that the thread has here.
  private static func folder(of id: Int32, in proc: ProcRoot) -> String? {
    let names = (try? proc.list("self/task")) ?? []
    return names.lazy.map { "self/task/\($0)" }.first { folder in
      let lines = (try? proc.read("\(folder)/status"))?.split(separator: "\n") ?? []
      return lines.first { $0.hasPrefix("NSpid:") }?.split(separator: "\t").last.flatMap { Int32($0) } == id
    }
  }
}
