import Procfs
import Synchronization

/// Who is whose child, for a kernel that does not list children: every process is asked for its parent.
///
/// Asking all of a host ten times a second would cost more than the run that is looked at. So a process that was found not to belong to the
/// tree is not asked again as long as it is listed: after the first time, those alone are that have come since.
final class ParentCensus: Sendable {
  private let proc: ProcRoot
  private let strangers = Mutex<Set<Int32>>([])

  init(proc: ProcRoot) { self.proc = proc }

  /// The parents of all processes but the known strangers, at one moment.
  struct Parents {
    fileprivate let listed: Set<Int32>
    fileprivate let parents: [Int32: Int32]
    private let children: [Int32: [Int32]]

    fileprivate init(listed: Set<Int32>, parents: [Int32: Int32]) {
      self.listed = listed
      self.parents = parents
      children = Dictionary(grouping: parents.keys.sorted()) { parents[$0] ?? 0 }
    }

    /// In ascending order of pid.
    func children(of pid: Int32) -> [Int32] { children[pid] ?? [] }
  }

  /// Asks.
  func take() throws(ProcError) -> Parents {
    let listed = Set(try proc.list("").compactMap { Int32($0) })
    let known = strangers.withLock {
      $0.formIntersection(listed)
      return $0
    }
    var parents: [Int32: Int32] = [:]
    for pid in listed.subtracting(known) {
      do {
        parents[pid] = try ProcessStat(proc, pid: "\(pid)").parent
      } catch .gone, .unavailable {
        // A process that this user may not look at is none that calcmon has started.
        continue
      }
    }
    return Parents(listed: listed, parents: parents)
  }

  /// Those outside of the tree are not asked again. One whose parent was not listed stays in question: both may have come during the
  /// listing.
  func note(_ taken: Parents, tree: some Collection<Int32>) {
    let others = taken.parents.filter { $0.value == 0 || taken.listed.contains($0.value) }.keys
    strangers.withLock { $0.formUnion(Set(others).subtracting(tree)) }
  }
}
