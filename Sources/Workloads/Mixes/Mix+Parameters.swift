package import Samples

extension Mix {
  /// What it asks for, in figures: what it leaves open, and what has no effect, is left out.
  package var parameters: RunParameters {
    var found = RunParameters()
    found.io = io.map { RunParameters.IOStep(kind: $0.kind, seconds: $0.seconds > 0 ? $0.seconds : nil) }
    found.cpu = cpu.map { RunParameters.CPUStep(kernel: $0.kernel, seconds: $0.seconds) }
    addArrivals(to: &found)
    addFailures(to: &found)
    guard kind != .idle else { return found }
    (found.concurrency, found.processes, found.queueLimit) = (concurrency, cpu == nil ? nil : processes, queueLimit)
    (found.threads, found.chunk) = (threads, cpu == nil ? nil : chunk)
    return found
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
