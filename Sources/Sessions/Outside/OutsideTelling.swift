import AppIntake
import Applications
import Glibc
import Outside
import Samples
import Scheduling
import Telemetry

/// Where that goes which is seen of a process: to an agent, or into an account.
struct OutsideTelling {
  private let watcher: ProcessWatcher
  private let time: any TimeSource
  private let app: String
  private let line: AgentLine?
  private var intake: OutsideIntake

  init(_ options: OutsideSession.Options, _ watcher: ProcessWatcher, _ time: any TimeSource) {
    self.watcher = watcher
    self.time = time
    app = options.app
    let hello = {
      watcher.hello(app: options.app, speaker: getpid(), probe: options.probe, wallNs: time.wall.milliseconds * 1_000_000)
    }
    line = options.agent.map { AgentLine($0, hello: hello) }
    intake = OutsideIntake(options.target, hello(), proc: options.proc, cgroup: options.cgroup)
  }

  private var now: Int64 { time.uptime.wholeNanoseconds }

  mutating func tell(_ messages: [AppMessage]) {
    for message in messages {
      if let line { line.send(message, at: now) } else { intake.receive(message, at: now) }
    }
    line?.flush()
  }

  /// Tells what was counted; to be called once a second. Returns whether the process is still there.
  mutating func count() -> Bool {
    if line == nil { intake.observe(at: now) }
    guard let messages = watcher.told(dropped: line?.dropped ?? 0) else { return false }
    tell(messages)
    return true
  }

  /// Ends it. Returns the report; `nil` if an agent was told instead.
  func end(seconds: Double, hasEnded: Bool) -> AppReport? {
    guard let line else { return intake.report(app, watcher.sight, seconds: seconds, hasEnded: hasEnded) }
    line.end()
    return nil
  }
}
