import Console
import Rendering
import Reporting
import Runs
import Samples
import Sessions
import Synchronization

/// Shows what happens during `calcmon run`: a bar on a terminal, or a line of JSON a second.
final class RunMonitor: Sendable {
  private struct State {
    var progress: RunProgress?
    var nextLine = 1.0
    var hasLostSomething = false
  }

  private let format: ResultFormat
  private let line: ProgressLine
  private let state = Mutex(State())

  init(format: ResultFormat) {
    self.format = format
    line = ProgressLine(isWanted: format == .text)
  }

  /// Whether something that was to be stored was not.
  var hasLostSomething: Bool { state.withLock(\.hasLostSomething) }

  func receive(_ event: RunSession.Event) {
    state.withLock { state in
      switch event {
      case .unavailable(let runtime, let reason): say("the runtime '\(runtime.rawValue)' is not available: \(reason)")
      case .calibrating(let runtime): line.show { ProgressText.cut("calibrating \(runtime.rawValue)", $0) }
      case .measuring(let mix, let runtime): line.show { ProgressText.cut("measuring \(mix) in \(runtime.rawValue)", $0) }
      case .measured(let runtime, let found):
        line.clear()
        for step in found.steps {
          StandardError.write(step.lines(in: runtime, found.histograms).map { "\($0)\n" }.joined())
        }
      case .started(let identity, let items):
        state.progress = RunProgress(identity, items: items)
        state.nextLine = 1
      case .progress(let body):
        state.progress?.receive(body)
        if let progress = state.progress { line.show { progress.bar(columns: $0) } }
        if format == .json, body.elapsed >= state.nextLine {
          state.nextLine = body.elapsed.rounded(.down) + 1
          if let line = try? state.progress?.json() { StandardOutput.announce(line) }
        }
      case .ended: line.clear()
      case .notStored(let reason):
        state.hasLostSomething = true
        say("a run was not stored: \(reason)")
      case .setAside(let name): say("the database was damaged: it was set aside as \(name), and a new one begun")
      }
    }
  }

  private func say(_ text: String) {
    line.clear()
    StandardError.write("calcmon: \(text)\n")
  }
}
