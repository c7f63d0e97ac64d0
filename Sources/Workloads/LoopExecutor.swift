package import LoopProbe
package import NIOCore

/// Executes Swift tasks, and actors, on an event loop.
///
/// It is both a task executor, which says where a task starts and where its non-isolated functions run, and the serial executor of
/// the actors that live on the loop, so that going from one to the other costs no turn of the loop.
package final class LoopExecutor: TaskExecutor, SerialExecutor {
  /// The loop that everything executes on.
  package let loop: any EventLoop
  /// Told of every job, as one turn of the loop.
  package let marks = TurnMarks()

  /// An executor over a loop, which must outlive it.
  package init(_ loop: any EventLoop) { self.loop = loop }

  /// Has the loop run the job, as soon as it has run what came before.
  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    loop.execute {
      self.marks.turn {
        job.runSynchronously(isolatedTo: self.asUnownedSerialExecutor(), taskExecutor: self.asUnownedTaskExecutor())
      }
    }
  }

  /// Traps where it is called on another thread than the loop's.
  package func checkIsolated() { loop.preconditionInEventLoop() }
}
