package import Alerting
package import Scheduling
import Synchronization

/// The notifiers at work: they come and go with the configuration, and each works for itself.
package final class NotifierPool: Sendable {
  private struct Running {
    let settings: NotifierSettings
    let worker: NotifierWorker
    let task: Task<Void, Never>
  }

  private struct Contents {
    var wanted: [NotifierSettings] = []
    var running: [String: Running] = [:]
    /// Workers that send what they still have.
    var ending: [ObjectIdentifier: Task<Void, Never>] = [:]
  }

  /// By then a notifier that goes has sent what it had.
  private static let drain = Duration.seconds(2)

  private let contents = Mutex(Contents())
  private let makeNotifier: @Sendable (NotifierSettings) -> any Notifier
  private let time: any TimeSource

  /// Called for each event of a notifier, with its name; it must not wait.
  package typealias Report = @Sendable (_ event: NotifierEvent, _ notifier: String) -> Void

  /// - Parameter makeNotifier: called for each notifier that starts.
  package init(makeNotifier: @escaping @Sendable (NotifierSettings) -> any Notifier, time: any TimeSource) {
    self.makeNotifier = makeNotifier
    self.time = time
  }

  /// Starts the notifiers that do not run yet, and ends those that are not wanted any more: they send what they have.
  ///
  /// - Returns: names of those that were started or ended.
  package func apply(_ wanted: [NotifierSettings], report: @escaping Report) -> Set<String> {
    let (missing, ended) = contents.withLock { contents in
      contents.wanted = wanted
      let unwanted = contents.running.values.filter { !wanted.contains($0.settings) }.map(\.settings.name)
      for name in unwanted { end(name, &contents) }
      return (wanted.filter { contents.running[$0.name] == nil }, unwanted)
    }
    for settings in missing { start(settings, report) }
    return Set(ended + missing.map(\.name))
  }

  /// Makes the notifier before it takes the lock: foreign code, such as that of an HTTP client, is never run under it.
  private func start(_ settings: NotifierSettings, _ report: @escaping Report) {
    let worker = NotifierWorker(makeNotifier(settings), time: time) { report($0, settings.name) }
    contents.withLock { contents in
      let task = Task { [weak self] in
        await worker.run(drain: Self.drain)
        self?.contents.withLock { $0.ending[ObjectIdentifier(worker)] = nil }
      }
      if contents.wanted.contains(settings), contents.running[settings.name] == nil {
        contents.running[settings.name] = Running(settings: settings, worker: worker, task: task)
      } else {
        // Another configuration came meanwhile.
        worker.finish()
        contents.ending[ObjectIdentifier(worker)] = task
      }
    }
  }

  /// Ends all notifiers, and returns when they have ended.
  package func stop() async {
    let tasks = contents.withLock { contents in
      contents.wanted = []
      for name in contents.running.keys { end(name, &contents) }
      return contents.ending.values
    }
    for task in tasks { await task.value }
  }

  private func end(_ name: String, _ contents: inout Contents) {
    guard let running = contents.running.removeValue(forKey: name) else { return }
    running.worker.finish()
    contents.ending[ObjectIdentifier(running.worker)] = running.task
  }

  /// Hands over what is to be sent, and takes back what is not to be sent any more. Never waits.
  package func carryOut(_ orders: [String: DeliveryBook.Orders]) {
    let workers = contents.withLock { $0.running.mapValues(\.worker) }
    for (name, order) in orders {
      for fingerprint in order.withdraw { workers[name]?.withdraw(fingerprint) }
      if !order.send.isEmpty { workers[name]?.offer(order.send) }
    }
  }
}
