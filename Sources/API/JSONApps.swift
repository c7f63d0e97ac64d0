import Applications
import Rendering
import Samples
import Snapshots
import Thresholds

/// `/api/v1/apps`.
struct JSONApps: Encodable {
  let at: String
  let apps: [App]

  init(_ snapshot: AgentSnapshot) {
    at = snapshot.at.iso8601
    apps = snapshot.apps.map { App($0, snapshot.judged(app: $0.name)) }
  }

  struct App: Encodable {
    let app: String
    let uid: UInt32
    let up: Bool
    let eventLoopLatencySeconds: JSONLatency
    let busyRatio: OrNull<Double>
    let standingSeconds: Double
    let tasks: OrNull<Double>
    let readyCallbacks: OrNull<Double>
    let queues: [Queue]
    let executor: Executor
    let memoryBytes: OrNull<Double>
    let cpuSeconds: Double
    let gcSeconds: Double
    let ioWaitSeconds: OrNull<Double>
    let stalls: Stalls
    let messagesDropped: Dropped
    let processes: [Process]
    let verdict: Verdict
    let targets: [JSONAppTarget]

    init(_ view: AppView, _ judged: JudgedAppNow?) {
      verdict = judged?.verdict ?? .unknown
      targets = judged?.judgements.map(JSONAppTarget.init) ?? []
      app = view.name
      uid = view.uid
      up = view.isUp
      eventLoopLatencySeconds = JSONLatency(view.latency)
      busyRatio = OrNull(view.figures.busyRatio)
      standingSeconds = view.standingSeconds
      tasks = OrNull(view.figures.tasks)
      readyCallbacks = OrNull(view.figures.readyCallbacks)
      queues = view.figures.queues.map(Queue.init)
      executor = Executor(backlog: OrNull(view.figures.executorBacklog), threads: OrNull(view.figures.executorThreads))
      memoryBytes = OrNull(view.figures.memoryBytes)
      cpuSeconds = view.totals.cpuUserSeconds + view.totals.cpuSystemSeconds
      gcSeconds = view.totals.gcSeconds.reduce(0, +)
      ioWaitSeconds = OrNull(view.totals.ioWaitSeconds)
      stalls = Stalls(view)
      messagesDropped = Dropped(app: view.totals.droppedByApp, agent: view.totals.droppedByAgent)
      processes = view.processes.map(Process.init)
    }
  }

  struct Queue: Encodable {
    let queue: String
    let depth: Double
    let capacity: OrNull<Double>

    init(_ figures: QueueFigures) {
      queue = figures.name
      depth = figures.depth
      capacity = OrNull(figures.capacity)
    }
  }

  struct Executor: Encodable {
    let backlog: OrNull<Double>
    let threads: OrNull<Double>
  }

  struct Dropped: Encodable {
    let app: Double
    let agent: Double
  }

  struct Process: Encodable {
    let pid: Int
    let uid: UInt32
    let language: String
    let python: String
    let probe: String
    let seenFromOutside: Bool
    let loops: [String]
    let connectedSeconds: Double
    let busyRatio: OrNull<Double>
    let tasks: OrNull<Int>
    let threads: OrNull<Int>
    let memoryBytes: OrNull<Int64>
    let probeErrors: OrNull<Int>
    let standing: OrNull<Standing>

    init(_ view: AppView.ProcessView) {
      pid = view.pid
      uid = view.uid
      language = view.language
      python = view.python
      seenFromOutside = view.isSeenFromOutside
      probe = view.probe
      loops = view.figures?.kinds ?? []
      connectedSeconds = view.seconds
      busyRatio = OrNull(view.busyRatio)
      tasks = OrNull(view.figures?.tasks)
      threads = OrNull(view.figures?.threads)
      memoryBytes = OrNull(view.figures?.memoryBytes)
      probeErrors = OrNull(view.figures?.errors)
      standing = OrNull(view.standing.map(Standing.init))
    }
  }

  struct Standing: Encodable {
    let seconds: Double
    let state: OrNull<String>
    let onCpuRatio: OrNull<Double>
    let waitChannel: OrNull<String>
    let frame: OrNull<String>
    let stack: [String]
    let task: OrNull<String>

    init(_ standing: AppView.Standing) {
      seconds = standing.seconds
      state = OrNull(standing.look.map { String($0.state) })
      onCpuRatio = OrNull(standing.look?.onCPURatio)
      waitChannel = OrNull(standing.waitChannel)
      frame = OrNull(standing.frame)
      stack = standing.stack
      task = OrNull(standing.task)
    }
  }
}
