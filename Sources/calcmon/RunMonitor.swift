import Glibc
import Reporting
import Samples
import Sessions
import Synchronization

/// Shows what happens during `calcmon run`: a bar on a terminal, or a line of JSON a second.
final class RunMonitor: Sendable {
  private struct State {
    var progress: RunProgress?
    var nextLine = 1.0
    var barIsShown = false
    var hasLostSomething = false
  }

  private let format: ResultFormat
  private let showsBar: Bool
  private let state = Mutex(State())

  init(format: ResultFormat) {
    self.format = format
    showsBar = format == .text && isatty(StandardStream.error.rawValue) == 1
  }

  /// Whether something that was to be stored was not.
  var hasLostSomething: Bool { state.withLock(\.hasLostSomething) }

  func receive(_ event: RunSession.Event) {
    state.withLock { state in
      switch event {
      case .unavailable(let runtime, let reason): say("the runtime '\(runtime.rawValue)' is not available: \(reason)", &state)
      case .calibrating(let runtime): if showsBar { show("calibrating \(runtime.rawValue)", &state) }
      case .started(let identity, let items):
        state.progress = RunProgress(identity, items: items)
        state.nextLine = 1
      case .progress(let body):
        state.progress?.receive(body)
        if showsBar, let bar = state.progress?.bar { show(bar, &state) }
        if format == .json, body.elapsed >= state.nextLine {
          state.nextLine = body.elapsed.rounded(.down) + 1
          if let line = try? state.progress?.json() { StandardStream.output.write(line) }
        }
      case .ended: clear(&state)
      case .notStored(let reason):
        state.hasLostSomething = true
        say("a run was not stored: \(reason)", &state)
      case .setAside(let name): say("the database was damaged: it was set aside as \(name), and a new one begun", &state)
      }
    }
  }

  /// Back to the line's begin, and away with what stands behind the text: ECMA-48's CR and EL.
  private func show(_ text: String, _ state: inout State) {
    StandardStream.error.write("\r\(text)\u{1b}[K")
    state.barIsShown = true
  }

  private func clear(_ state: inout State) {
    if state.barIsShown { StandardStream.error.write("\r\u{1b}[K") }
    state.barIsShown = false
  }

  private func say(_ text: String, _ state: inout State) {
    clear(&state)
    StandardStream.error.write("calcmon: \(text)\n")
  }
}
