import CLinux
import Glibc

/// A thread of the library's own.
enum OwnThread {
  private final class Work {
    let name: String
    let body: @Sendable () -> Void

    init(_ name: String, _ body: @escaping @Sendable () -> Void) {
      self.name = name
      self.body = body
    }
  }

  /// Does something on a new thread, on which no signal of the process is handled.
  ///
  /// - Parameter name: at most 15 characters.
  /// - Returns: whether there is such a thread.
  static func start(_ name: String, _ body: @escaping @Sendable () -> Void) -> Bool {
    var (all, before) = (sigset_t(), sigset_t())
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let work = Unmanaged.passRetained(Work(name, body))
    var handle = pthread_t()
    let failed = pthread_create(
      &handle, nil,
      { context in
        guard let context else { return nil }
        let work = Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
        calcmon_begin_helper_thread(work.name)
        work.body()
        return nil
      }, work.toOpaque())
    guard failed == 0 else {
      work.release()
      return false
    }
    pthread_detach(handle)
    return true
  }
}
