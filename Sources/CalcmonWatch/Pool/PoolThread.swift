import CLinux
import Procfs

/// A thread that does the work of tasks, as the kernel shows it.
final class PoolThread {
  /// What the kernel has accounted to it.
  struct Account {
    var onCPU: Int64 = 0
    var waiting: Int64 = 0
    var timeslices: UInt64 = 0
  }

  let number: Int32
  /// Whether it runs no tasks, but what has them run.
  let isHelper: Bool
  let folder: String
  /// The sleep in which it was found last.
  var block: PoolBlock?
  /// Until the newest tick that came.
  var accounted = Account()
  private let schedstat: KeptFile
  private let call: KeptFile?
  /// Whether it sleeps in a task if it sleeps, until it is given another timeslice.
  private var known: (timeslices: UInt64, isBlocked: Bool)?

  /// `nil` if there is no such thread any more, or its account cannot be read.
  init?(_ number: Int32, isHelper: Bool, proc: ProcRoot) {
    self.number = number
    self.isHelper = isHelper
    folder = "self/task/\(number)"
    guard let schedstat = try? KeptFile(proc, "\(folder)/schedstat") else { return nil }
    self.schedstat = schedstat
    call = try? KeptFile(proc, "\(folder)/syscall")
  }

  /// What the kernel has accounted to it until now; `nil` if it has ended.
  func account() -> Account? {
    withUnsafeTemporaryAllocation(byteCount: 96, alignment: 1) { buffer in
      guard let count = schedstat.read(into: buffer), count > 0,
        let read = Schedstat.parse(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      else { return nil }
      return Account(
        onCPU: Int64(clamping: read.runNanoseconds), waiting: Int64(clamping: read.waitNanoseconds), timeslices: read.timeslices)
    }
  }

  /// Whether it sleeps in a task. One that was given no processor since the look before sleeps where it did, if it does.
  func isBlocked(_ timeslices: UInt64, memory: StackMemory, proc: ProcRoot) -> Bool {
    let (isAwake, entry) = look()
    if isAwake { return false }
    if let known, known.timeslices == timeslices { return known.isBlocked }
    let isBlocked = sleepsInTask(entry, memory, proc)
    known = (timeslices, isBlocked)
    return isBlocked
  }

  private func sleepsInTask(_ entry: KernelEntry?, _ memory: StackMemory, _ proc: ProcRoot) -> Bool {
    if let entry, let hasJob = memory.hasJob(from: entry.stackPointer, in: entry.firstArgument ?? 0) { return hasJob }
    // Its stack cannot be seen: a thread that waits for work does so in a futex.
    guard let channel = (try? WaitChannel(proc, folder: folder))?.name else { return false }
    return !channel.contains("futex")
  }

  /// Whether it is on a core, or ready for one; else where it sleeps, if that is told.
  private func look() -> (isAwake: Bool, entry: KernelEntry?) {
    guard let call else { return (false, nil) }
    return withUnsafeTemporaryAllocation(byteCount: 256, alignment: 1) { buffer in
      guard let count = call.read(into: buffer), count > 0 else { return (false, nil) }
      let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
      return (CurrentCall.parse(bytes) == .running, KernelEntry(parsing: bytes))
    }
  }
}
