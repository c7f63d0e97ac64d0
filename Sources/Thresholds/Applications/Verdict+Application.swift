extension Verdict {
  /// The verdict on an application. What it does not tell (I/O that it times, a queue, a loop whose turns can be seen, tasks, an executor) is not
  /// judged, and makes nothing unknown: but for how late its loops are, without which nothing can be said of it.
  package init(ofApplication judgements: some Collection<Judgement>) {
    self.init(of: judgements.filter(\.countsForApplication).map(\.verdict))
  }
}

extension Judgement {
  /// Whether it counts in the verdict on an application: it does unless the application tells nothing of it, which is its own affair for all but the
  /// lateness of its loops.
  package var countsForApplication: Bool {
    verdict != .unknown || shortage?.untold == nil || target.name == .eventLoopLatency
  }
}
