package import Samples

extension Mix {
  /// What it asks for, in figures: what it leaves open, and what has no effect, is left out.
  package var parameters: RunParameters {
    var found = RunParameters()
    found.io = io.map { RunParameters.IOStep(kind: $0.kind, seconds: chosenSeconds(of: $0), target: $0.work.target) }
    found.cpu = cpu.map { step in
      var found = RunParameters.CPUStep(kernel: step.kernel, call: step.call, seconds: step.call == nil ? step.seconds : nil)
      (found.lockShare, found.pauseSeconds) = (step.lockShare, step.pauseSeconds)
      return found
    }
    found.code = calls.isEmpty ? nil : code
    addArrivals(to: &found)
    addFailures(to: &found)
    guard kind != .idle else { return found }
    (found.concurrency, found.processes, found.queueLimit) = (concurrency, cpu == nil ? nil : processes, queueLimit)
    (found.threads, found.chunk) = (threads, cpu == nil ? nil : chunk)
    (found.workers, found.servers) = (cpu == nil ? nil : workers, servers)
    return found
  }

  /// What was measured is no parameter.
  private func chosenSeconds(of io: IOStep) -> Double? {
    switch io.kind {
    case .timer, .http: io.seconds > 0 ? io.seconds : nil
    case .disk, .sqlite, .call, .url, .command: nil
    }
  }

  private func addArrivals(to found: inout RunParameters) {
    switch arrivals {
    case .batch(let items): found.items = items
    case .filling(let seconds), .none(let seconds): found.durationSeconds = seconds
    case .load(let load, let span):
      found.load = load
      add(span, to: &found)
    case .rate(let rate, let span):
      found.ratePerSecond = rate
      add(span, to: &found)
    }
  }

  private func add(_ span: Span, to found: inout RunParameters) {
    switch span {
    case .seconds(let seconds): found.durationSeconds = seconds
    case .items(let items): found.items = items
    }
  }

  private func addFailures(to found: inout RunParameters) {
    found.timeoutSeconds = timeoutSeconds
    if retries.attempts > 1 { (found.attempts, found.backoffSeconds) = (retries.attempts, retries.backoffSeconds) }
    if fail > 0 { found.fail = fail }
    if hang > 0 { found.hang = hang }
    if loop != .asyncio { found.loop = loop.rawValue }
  }
}
