import Glibc

/// Room for the threads that a program will need. Its event loops and pools start theirs when they are first used, and have no other way than
/// to crash if one cannot be started.
package enum ThreadRoom {
  /// Starts so many threads beside those that there are, all at once, and ends them again.
  ///
  /// - Throws: `ThreadShortage` if the kernel refuses one of them.
  package static func require(_ count: Int) throws(ThreadShortage) {
    let gate = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    pthread_mutex_init(gate, nil)
    pthread_mutex_lock(gate)
    var threads: [pthread_t] = []
    var failure: Int32 = 0
    while threads.count < count, failure == 0 {
      var thread = pthread_t()
      failure = pthread_create(&thread, nil, ThreadRoom.wait, gate)
      if failure == 0 { threads.append(thread) }
    }
    pthread_mutex_unlock(gate)
    for thread in threads { pthread_join(thread, nil) }
    pthread_mutex_destroy(gate)
    gate.deallocate()
    if failure != 0 { throw ThreadShortage(wanted: count, started: threads.count, code: failure) }
  }

  /// What each thread does: it waits until all are there. It allocates nothing, so that it leaves nothing behind.
  private static let wait: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { gate in
    guard let gate = gate?.assumingMemoryBound(to: pthread_mutex_t.self) else { return nil }
    pthread_mutex_lock(gate)
    pthread_mutex_unlock(gate)
    return nil
  }
}

/// The kernel does not let this process start as many threads as it needs.
package struct ThreadShortage: Error, CustomStringConvertible {
  /// Beside those that there were.
  package let wanted: Int
  /// Threads that could be started.
  package let started: Int
  /// The errno of the first that could not.
  package let code: Int32

  package var description: String {
    "\(wanted) threads are needed, and only \(started) can be started (\(String(cString: strerror(code)))); raise the limit of "
      + "processes (ulimit -u, TasksMax=, the container's limit of pids) or of address space (ulimit -v, LimitAS=)"
  }
}
