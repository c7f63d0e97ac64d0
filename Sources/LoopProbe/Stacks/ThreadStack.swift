import CLinux
import Glibc
package import Procfs
import Synchronization

/// Where a thread of this process is in its code: an address for each call, innermost first.
///
/// **A thread that sleeps in the kernel** is not disturbed: the kernel tells where it has left its code, and the stack is read from outside.
/// **A thread that computes** is asked by a real-time signal that nobody else uses, whose handler notes three registers and has the stack
/// copied; nothing else is done there. Frames are followed on the copy, by whoever asks.
///
/// What such a signal can change for the thread: if it goes to sleep in the microseconds between the look and the signal, the call that it
/// sleeps in may be interrupted. Tried, with SA_RESTART as here: `read`, `accept`, `sem_wait`, a mutex, `pthread_cond_wait`, and of the
/// libraries `Thread.sleep`, `NSCondition` and `DispatchSemaphore` with a deadline sleep on as if nothing had been. `usleep`, `nanosleep`,
/// `poll` and `sem_timedwait` return early with EINTR, and so do `select`, `epoll_wait` and sockets with a timeout (`man 7 signal`); event
/// loops wait again, but code that calls `usleep` sleeps less. That is why a service is to ask for it.
package struct ThreadStack: Hashable, Sendable {
  /// Most calls that are followed.
  package static let maximumCalls = 32
  /// For how long a thread is waited for, in milliseconds. One that waits for a core may take longer: meanwhile others are not looked at.
  private static let patience: Int32 = 20

  /// Addresses in code.
  package let addresses: [UInt64]

  /// Why there is no stack.
  package enum Failure: Error, Hashable, Sendable {
    /// The thread has ended.
    case ended
    /// It computes, and was not to be asked.
    case computes
    /// It has this signal blocked, as the threads of Dispatch have all.
    case signalBlocked
    /// No real-time signal is free.
    case noSignal
    /// It did not answer in time: it slept in the kernel without being interruptible, or got no core.
    case noAnswer
    /// It went to sleep and woke up while it was looked at.
    case restless
    /// The kernel does not let this process look at itself.
    case unreadable
  }

  /// The C side has one copy at a time.
  private static let lock = Mutex(())

  /// Takes the stack of a thread. To be called on any thread but an event loop's: it may wait.
  ///
  /// - Parameter asksThoseThatCompute: whether a signal may be sent.
  package static func capture(_ thread: WatchedThread, proc: ProcRoot, asksThoseThatCompute: Bool) throws(Failure) -> ThreadStack
  {
    var failure = Failure.restless
    for _ in 0..<3 {
      if let entry = try entry(thread, proc) {
        let stack = sleeping(entry)
        // Else it has gone on meanwhile, and the copy is of several instants.
        if try self.entry(thread, proc) == entry { return try stack.get() }
      } else {
        guard asksThoseThatCompute else { throw .computes }
        do {
          return try asked(thread, proc).get()
        } catch .signalBlocked {
          // For a moment it is so while the thread comes back from an answer.
          failure = .signalBlocked
        }
      }
    }
    throw failure
  }

  /// Lets the calling thread be asked while it computes. Threads that were started on one of Dispatch's have inherited that all signals are blocked.
  package static func admit() { _ = calcmon_admit_stack_signal() }

  private static func entry(_ thread: WatchedThread, _ proc: ProcRoot) throws(Failure) -> KernelEntry? {
    do {
      return try KernelEntry.read(proc, folder: thread.folder)
    } catch .gone {
      throw .ended
    } catch {
      throw .unreadable
    }
  }

  private static func sleeping(_ entry: KernelEntry) -> Result<ThreadStack, Failure> {
    lock.withLock { _ in
      var copy: OpaquePointer?
      let failed = calcmon_sleeping_stack(entry.programCounter, entry.stackPointer, &copy)
      return failed == 0 ? .success(ThreadStack(copy)) : .failure(.unreadable)
    }
  }

  private static func asked(_ thread: WatchedThread, _ proc: ProcRoot) -> Result<ThreadStack, Failure> {
    lock.withLock { _ in
      let signal = calcmon_stack_signal()
      guard signal > 0 else { return .failure(.noSignal) }
      if isBlocked(signal, thread, proc) { return .failure(.signalBlocked) }
      var copy: OpaquePointer?
      switch calcmon_ask_stack(thread.id, patience, &copy) {
      case 0: return .success(ThreadStack(copy))
      case ESRCH: return .failure(.ended)
      case ETIMEDOUT, EBUSY: return .failure(.noAnswer)
      default: return .failure(.unreadable)
      }
    }
  }

  private init(_ copy: OpaquePointer?) {
    addresses = [UInt64](unsafeUninitializedCapacity: ThreadStack.maximumCalls) { buffer, count in
      count = Int(calcmon_walk_stack(copy, buffer.baseAddress, Int32(buffer.count)))
    }
  }

  /// Whether a signal would wait, and come at some later time.
  private static func isBlocked(_ signal: Int32, _ thread: WatchedThread, _ proc: ProcRoot) -> Bool {
    let lines = (try? proc.read("\(thread.folder)/status"))?.split(separator: "\n") ?? []
    let mask = lines.first { $0.hasPrefix("SigBlk:") }?.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) }
    return mask.map { $0 >> UInt64(signal - 1) & 1 == 1 } ?? true
  }
}
