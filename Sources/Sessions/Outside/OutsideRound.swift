import Applications
import Outside
import Procfs
import Scheduling

/// The rounds in which a process is looked at, on a thread of its own.
struct OutsideRound {
  private static let pace = Duration.seconds(1) / ProcessWatcher.looksPerSecond
  /// If nothing is to be seen between two counts.
  private static let slowPace = Duration.milliseconds(200)

  private let options: OutsideSession.Options
  private let time: any TimeSource
  private let begun: (OutsideSight) -> Void
  private let stop: Stop

  init(_ options: OutsideSession.Options, _ time: any TimeSource, _ begun: @escaping (OutsideSight) -> Void, _ stop: Stop) {
    self.options = options
    self.time = time
    self.begun = begun
    self.stop = stop
  }

  private var now: Int64 { time.uptime.wholeNanoseconds }

  /// Returns the report; `nil` if an agent was told instead.
  ///
  /// - Throws: `OutsideTarget.Refusal` if it has ended before.
  func untilEnd() throws -> AppReport? {
    let end = ProcessEnd(options.target.pid)
    let watcher = try watcher()
    begun(watcher.sight)
    var telling = OutsideTelling(options, watcher, time)
    let started = time.uptime
    var (next, second, hasEnded) = (started, started, false)
    while !hasEnded, !isOver(since: started) {
      telling.tell(watcher.look())
      if time.uptime >= second {
        second = max(second + .seconds(1), time.uptime)
        hasEnded = !telling.count()
      }
      next = max(next + (watcher.sight.seesStalls ? OutsideRound.pace : OutsideRound.slowPace), time.uptime)
      hasEnded = end.wait(seconds: (next - time.uptime).seconds) || hasEnded
    }
    telling.tell(watcher.look())
    _ = telling.count()
    return telling.end(seconds: (time.uptime - started).seconds, hasEnded: hasEnded)
  }

  private func watcher() throws -> ProcessWatcher {
    do throws(ProcError) {
      return try ProcessWatcher(options.target, in: options.proc.processes, tracefs: options.tracefs) { now }
    } catch {
      throw OutsideTarget.Refusal.ended(options.target.pid)
    }
  }

  private func isOver(since started: Duration) -> Bool {
    stop.isWanted || options.seconds.map { (time.uptime - started).seconds >= $0 } ?? false
  }
}
