import Glibc

/// Which procfs tells what: the one that was named may be of a machine, or of a pid namespace, in which this process has another pid.
///
/// A procfs that is mounted from the host into a container tells of the host, and knows the processes of the container by other numbers:
/// whoever looks a pid up in it reads a stranger.
package struct ProcTrees: Hashable, Sendable {
  /// Tells of the machine: `stat`, `pressure`.
  package let machine: ProcRoot
  /// Tells of processes, by the pids that this process knows them by, and of this process, by the name `self`.
  package let processes: ProcRoot

  /// One procfs for all.
  package init(_ all: ProcRoot) { (machine, processes) = (all, all) }

  /// - Parameters:
  ///   - named: tells of the machine, and of processes as well if it is of the pid namespace of this process.
  ///   - mounted: what is at `/proc`; it tells of processes if the named one does not.
  ///   - pid: of this process.
  /// - Throws: `ProcError.foreign` if what is at `/proc` is not of this namespace: the runtime of Swift looks its own threads up there, and
  ///   ends the process if it does not find them.
  package init(named: ProcRoot, mounted: ProcRoot = .own, pid: Int32 = getpid()) throws(ProcError) {
    guard mounted.numbersProcesses(asKnownTo: pid) else {
      let there = mounted.destination(of: "self").map { ": this process is \($0) there, and \(pid) here" } ?? ""
      throw .foreign(
        path: mounted.path,
        reason:
          "not the procfs of this pid namespace\(there); mount it there, as by 'mount -t proc proc /proc' or 'unshare --mount-proc'"
      )
    }
    machine = named
    processes = named.numbersProcesses(asKnownTo: pid) ? named : mounted
  }

  /// Whether processes are read elsewhere than in the tree that was named.
  package var isSplit: Bool { processes != machine }
}

extension ProcRoot {
  /// Whether a process has the same pid here as in its own namespace, so that its children have as well.
  ///
  /// `self` leads to the reader by the namespace of the mount. Its number may be the same by chance: then `NSpid` has several, one for
  /// each namespace from that of the mount down to its own. Kernels before 4.1 have no such line.
  fileprivate func numbersProcesses(asKnownTo pid: Int32) -> Bool {
    guard destination(of: "self") == "\(pid)" else { return false }
    guard let status = try? read("self/status") else { return true }
    let numbers = NamedValues(parsing: status, separator: .colon, path: "\(path)/self/status")["NSpid"]
    return numbers.map { $0.words.count <= 1 } ?? true
  }
}
