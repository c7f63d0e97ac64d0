extension Verdict {
  /// The verdict on an application. What it does not have (I/O that it times, a watched queue, a loop whose turns can be seen, tasks or an executor
  /// that it tells of) is not judged, and makes nothing unknown.
  package init(ofApplication judgements: some Collection<Judgement>) {
    self.init(of: judgements.filter(\.countsForApplication).map(\.verdict))
  }
}

extension Judgement {
  /// Whether it counts in the verdict on an application: it does unless there is nothing of it in the application.
  package var countsForApplication: Bool {
    guard verdict == .unknown, samples == 0 else { return true }
    switch target.name {
    case .queueDepth, .ioWait, .saturation, .tasks, .executorBacklog: return false
    case .eventLoopLatency, .cpuUtilization, .memory: return true
    }
  }
}
