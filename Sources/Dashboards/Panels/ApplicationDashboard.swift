import Samples

private typealias M = MetricCatalog

extension Dashboard {
  /// One application: its targets with their limits, and all that explains them.
  static let application = Dashboard(
    uid: "calcmon-application", title: "Application",
    description:
      "One watched application: its targets with their limits, how late its event loops are and why they stand still, its queues, tasks and processes.",
    rows: [
      Row(title: "Verdicts", panels: [verdicts, up]),
      Row(
        title: "Event loop", panels: [latency, latencyQuantiles, latencyHeat, stallBudget, stalls, standing, saturation, busy]),
      Row(title: "Queues", panels: [queues, queueGrowth]),
      Row(title: "Tasks and the default executor", panels: [tasks, taskGrowth, backlog, backlogGrowth, ready]),
      Row(title: "CPU and memory", panels: [cpu, cpuUtilization, memory, memoryGrowth, collector]),
      Row(title: "I/O that the application timed", panels: [ioWait, ioTime]),
      Row(title: "Processes", panels: [processes, dropped]),
    ], annotations: Annotation.ofApplications)

  private static let app = "{{instance}} {{app}}"
  private static let noApp = "No data: no application that is chosen reported in this range."

  /// The value that is judged, and what it is judged by.
  private static func target(
    _ title: String, _ name: String, _ description: String, unit: Unit, isLogarithmic: Bool = false
  ) -> Panel {
    Panel(
      title: title, description: "\(description) Dashed: the limits of the target \(name).", kind: .lines, unit: unit,
      queries: [
        Query("\(ofApplications: M.targetValue, ["target": .equal(name)])", legend: app),
        Query(
          "min by (bound, target) (\(ofApplications: M.targetLimit, ["target": .equal(name), "bound": "upper"])) or max by (bound, target) (\(ofApplications: M.targetLimit, ["target": .equal(name), "bound": "lower"]))",
          legend: "{{bound}} limit", isLimit: true),
      ], noValue: "No data: the target was not judged in this range.", isLogarithmic: isLogarithmic)
  }

  /// What counters grow by, a second.
  private static func rate(_ metric: Metric, _ matchers: KeyValuePairs<String, LabelMatch> = [:], by labels: String) -> PromQL {
    "sum by (\(raw: labels)) (rate(\(metric, matchers)[$__rate_interval]))"
  }

  private static func lines(
    _ title: String, _ description: String, _ queries: [Query], unit: Unit = .count, noValue: String = noApp, axis: String = ""
  ) -> Panel {
    Panel(title: title, description: description, kind: .lines, unit: unit, queries: queries, noValue: noValue, axis: axis)
  }

  // MARK: Verdicts

  private static let verdicts = Panel(
    title: "Verdicts", description: "Each target of the applications that are chosen.", kind: .states, unit: .plain,
    queries: [
      Query(
        "max by (instance, app, target) (2 * \(ofApplications: M.targetBreached) + \(ofApplications: M.targetUnknown))",
        legend: "\(app) {{target}}")
    ], noValue: "No data: no application was judged in this range.", colours: [(nil, .green)],
    words: [
      ValueWord(value: 0, word: "met", colour: .green), ValueWord(value: 1, word: "not judged", colour: .yellow),
      ValueWord(value: 2, word: "breached", colour: .red),
    ], width: 18, height: 10)
  private static let up = Panel(
    title: "Up",
    description: "Whether a process of the application reports. Five minutes after the last has left nothing is shown.",
    kind: .stat, unit: .plain, queries: [Query("\(M.appUp)", legend: app)], noValue: noApp,
    words: [ValueWord(value: 0, word: "gone", colour: .red), ValueWord(value: 1, word: "up", colour: .green)], width: 6,
    height: 10)

  // MARK: Event loop

  private static let latency = target(
    "Event-loop latency", "event_loop_latency",
    "How late the loops were, as it is judged: over the window, p(99) without a configuration.", unit: .seconds,
    isLogarithmic: true)
  private static let latencyQuantiles = Panel(
    title: "Event-loop latency, p50 and p99", description: "Of all processes together, at instants 10 ms apart.", kind: .lines,
    unit: .seconds, queries: [quantile("0.99", "p99"), quantile("0.5", "p50")], noValue: noApp, isLogarithmic: true)
  private static let latencyHeat = Panel(
    title: "Event-loop latency, all instants",
    description:
      "How many instants a second were how late. 100 ms, the limit without a configuration, is an edge.",
    kind: .heatmap, unit: .seconds,
    queries: [Query("sum by (le) (rate(\(bucketsOf: M.appLatency)[$__rate_interval]))", legend: "{{le}}")], noValue: noApp)
  private static let stallBudget = Panel(
    title: "Stalls by cause",
    description:
      "The share of the time in which loops stood still, summed over processes. callback, gc, gil and blocked are the program's; runqueue, throttled and steal are the host's.",
    kind: .stacked, unit: .ratio, queries: [Query(rate(M.appStallSeconds, by: "cause"), legend: "{{cause}}")], noValue: noApp,
    axis: "of the time")
  private static let stalls = lines(
    "Stalls", "How often a loop did not turn for longer than 100 ms, while it ran and while it started.",
    [Query("60 * \(rate(M.appStalls, by: "instance, app, phase"))", legend: "\(app) {{phase}}")], axis: "a minute")
  private static let standing = lines(
    "Standing", "For how long the loop that stands for longest has stood; 0 while all turn.",
    [Query("\(M.appStanding)", legend: app)], unit: .seconds)
  private static let saturation = target(
    "Saturation", "saturation", "The share of the time in which loops were busy, or ready and without a core.", unit: .ratio)
  private static let busy = lines(
    "Busy", "The share of the time in which loops did something; of a loop of uvloop, in which its thread was on a core.",
    [
      Query(
        "\(rate(M.appLoopSeconds, ["state": "active"], by: "instance, app")) / (\(rate(M.appLoopSeconds, by: "instance, app")) > 0)",
        legend: app)
    ], unit: .ratio)

  private static func quantile(_ share: String, _ name: String) -> Query {
    Query(
      "histogram_quantile(\(raw: share), sum by (instance, app, le) (rate(\(bucketsOf: M.appLatency)[$__rate_interval]))) >= 0",
      legend: "\(name) \(app)")
  }

  // MARK: Queues

  private static let noQueue = "No data: no queue was watched in this range; see calcmon_probe.watch."
  private static let queues = lines(
    "Queues", "Items that wait, of all processes. Dashed: what there is room for.",
    [
      Query("\(M.appQueueDepth)", legend: "\(app) {{queue}}"),
      Query("\(M.appQueueCapacity)", legend: "room: \(app) {{queue}}", isLimit: true),
    ], noValue: noQueue)
  private static let queueGrowth = target(
    "Growth of the queues", "queue_depth", "Of the queue that is worst off; stable or decreasing is good. Items a second.",
    unit: .count)

  // MARK: Tasks and executor

  private static let tasks = lines("Tasks", "Tasks of asyncio, of all processes.", [Query("\(M.appTasks)", legend: app)])
  private static let taskGrowth = target(
    "Growth of the tasks", "tasks", "Tasks a second more; those that are begun should come to their end.", unit: .count)
  private static let backlog = lines(
    "Executor backlog", "Calls that wait for a thread of the default executor.", [Query("\(M.appExecutorBacklog)", legend: app)])
  private static let backlogGrowth = target(
    "Growth of the executor's backlog", "executor_backlog", "Calls a second more that wait.", unit: .count)
  private static let ready = lines(
    "Ready callbacks", "Callbacks that were ready to run, at the most within a second, in one loop.",
    [Query("\(M.appReady)", legend: app)])

  // MARK: CPU and memory

  private static let cpu = lines(
    "CPU", "Cores that the processes used.", [Query(rate(M.appCPU, by: "instance, app, mode"), legend: "\(app) {{mode}}")],
    axis: "cores")
  private static let cpuUtilization = target(
    "CPU utilisation", "cpu_utilization", "Judged only of applications whose configuration sets a band for it.", unit: .ratio)
  private static let memory = lines(
    "Memory", "Resident memory of the processes; pages that they share count for each.",
    [Query("\(M.appMemory)", legend: app)], unit: .bytes)
  private static let memoryGrowth = target(
    "Growth of the memory", "memory", "Over hours, within one life of the application; stable is good.", unit: .bytesPerSecond)
  private static let collector = lines(
    "Garbage collection", "The share of the time for which Python's collector stopped a process.",
    [Query(rate(M.appGC, by: "instance, app, generation"), legend: "\(app) generation {{generation}}")], unit: .ratio)

  // MARK: I/O

  private static let noIO = "No data: the application timed no I/O in this range; see calcmon_probe.timed."
  private static let ioWait = target(
    "I/O wait", "io_wait", "The share of the time with nothing to do but to wait for I/O that the application timed.",
    unit: .ratio)
  private static let ioTime = lines(
    "Waiting for I/O", "Processes that had nothing to do but to wait for I/O that they timed, on average.",
    [Query(rate(M.appIOWait, by: "instance, app"), legend: app)], noValue: noIO, axis: "processes")

  // MARK: Processes

  private static let processes = lines("Processes", "Processes that report.", [Query("\(M.appProcesses)", legend: app)])
  private static let dropped = lines(
    "Messages dropped", "Messages that probes did not send (app), or the agent did not understand (agent).",
    [Query(rate(M.appDropped, by: "instance, app, side"), legend: "\(app) {{side}}")], unit: .perSecond)
}
