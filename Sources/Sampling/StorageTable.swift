import Procfs

/// A table of processes with what they have read from and written to storage, as of one pass over `/proc/*/io`.
package struct StorageTable: Sendable {
  /// As the processes are, with bytes in place of the ticks: those of a process and of the children that it has waited for cannot be told
  /// apart.
  let processes: ProcessTable
  /// Processes that were there and are not among `processes`: what they had moved until then is not known.
  let unknown: Set<Int32>
  /// Processes that this user may not ask.
  let denied: Int

  /// Processes that are asked at most, unless it is said otherwise.
  package static let askedLimit = 4096

  /// Asks the processes of a table, but for threads of the kernel: what they write others have asked for. Of too many, those with the lowest
  /// pids: nearly the same in two tables.
  init(_ proc: ProcRoot, _ table: ProcessTable, limit: Int = StorageTable.askedLimit) {
    let all = table.entries.values.filter { !$0.isKernelThread }
    let asked = all.sorted { $0.pid < $1.pid }.prefix(limit)
    let found = StorageBytes(proc, pids: asked.map(\.pid))
    let entries = asked.compactMap { entry in
      found.bytes[entry.pid].map { bytes in
        ProcessTable.Entry(
          pid: entry.pid, parent: entry.parent, startTicks: entry.startTicks, ownTicks: 0, reapedTicks: bytes, comm: entry.comm)
      }
    }
    processes = ProcessTable(entries, isCut: table.isCut || asked.count < all.count)
    unknown = Set(all.map(\.pid)).subtracting(found.bytes.keys)
    denied = found.denied
  }
}
