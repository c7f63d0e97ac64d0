import Procfs

/// What processes have read from and written to storage, as of one pass over `/proc/*/io`.
package struct StorageTable: Sendable {
  /// As the processes are, with bytes in place of the ticks: those of a process and of the children that it has waited for cannot be told
  /// apart.
  let processes: ProcessTable
  /// Processes that this user may not ask.
  let denied: Int

  /// Processes that are asked at most.
  private static let askedLimit = 4096

  /// Asks the processes of a table.
  init(_ proc: ProcRoot, _ table: ProcessTable) {
    var entries: [ProcessTable.Entry] = []
    var denied = 0
    for entry in table.entries.values.prefix(StorageTable.askedLimit) {
      do throws(ProcError) {
        let bytes = try ProcessIO(proc, pid: "\(entry.pid)").storageBytes
        entries.append(
          ProcessTable.Entry(
            pid: entry.pid, parent: entry.parent, startTicks: entry.startTicks, ownTicks: 0, reapedTicks: bytes, comm: entry.comm)
        )
      } catch .unavailable {
        denied += 1
      } catch {
        continue
      }
    }
    processes = ProcessTable(entries, isCut: table.isCut || table.entries.count > StorageTable.askedLimit)
    self.denied = denied
  }
}
