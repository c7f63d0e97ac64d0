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

  /// How it is at a look.
  enum State {
    /// It is on a core, or ready for one, or waits for work.
    case free
    /// It sleeps within a job of a task.
    case blocked
    case gone
  }

  let number: Int32
  let folder: String
  /// The sleep in which it was found last.
  var block: PoolBlock?
  /// Until the newest tick that came.
  var accounted = Account()
  private let schedstat: KeptFile
  private let call: KeptFile?
  /// Since so many timeslices it has been in the state that is known.
  private var known: (timeslices: UInt64, state: State)?

  /// `nil` if there is no such thread any more, or its account cannot be read.
  init?(_ number: Int32, proc: ProcRoot) {
    self.number = number
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

  /// Looks at it. A thread that was given no processor since the look before is as it was.
  func state(_ timeslices: UInt64, memory: StackMemory, proc: ProcRoot) -> State {
    if let known, known.timeslices == timeslices, case .blocked = known.state { return .blocked }
    let state = look(memory, proc)
    known = (timeslices, state)
    return state
  }

  private func look(_ memory: StackMemory, _ proc: ProcRoot) -> State {
    switch sleepingCall() {
    case .awake: return .free
    case .asleep(let stack):
      if let hasJob = memory.hasJob(from: stack) { return hasJob ? .blocked : .free }
    case nil: break
    }
    // Its stack cannot be seen: a thread that waits for work does so in a futex.
    guard let channel = (try? WaitChannel(proc, folder: folder))?.name else { return .free }
    return channel.contains("futex") ? .free : .blocked
  }

  private func sleepingCall() -> SleepingCall? {
    guard let call else { return nil }
    return withUnsafeTemporaryAllocation(byteCount: 256, alignment: 1) { buffer in
      guard let count = call.read(into: buffer), count > 0 else { return nil }
      return SleepingCall.parse(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }
}
