import Samples

private typealias M = MetricCatalog

extension Dashboard {
  /// One host: the five targets with their limits, and all that explains them.
  static let host = Dashboard(
    uid: "calcmon-host", title: "Host",
    description: "One host: the five targets with their limits, where the loops' time went, and what the host gave.",
    rows: [
      Row(title: "Verdicts", panels: [verdicts, runtimes]),
      Row(title: "Event loop", panels: [latency, latencyHeat, latencyQuantiles, stallBudget, stalls, controlLatency]),
      Row(title: "Queue", panels: [queueGrowth, queueDepth, queueWait]),
      Row(title: "CPU", panels: [cpuUtilization, cpuTime, calibration]),
      Row(title: "Memory", panels: [memoryGrowth, memoryPeak]),
      Row(title: "I/O", panels: [ioWait, ioSteps]),
      Row(title: "Items", panels: [items, itemDuration, retries]),
      Row(title: "What the host gave", panels: [pressure, steal, throttled]),
    ])

  private static let canary = "{{instance}} {{mix}} {{strategy}} {{runtime}}"
  private static let noRun = "No data: no run has ended in this range, or none in the chosen runtime."

  /// The value that is judged, and what it is judged by.
  private static func target(_ title: String, _ name: String, _ description: String, unit: Unit) -> Panel {
    Panel(
      title: title, description: "\(description) Dashed: the limits of the target \(name).", kind: .lines, unit: unit,
      queries: [
        Query("\(M.targetValue, ["target": .equal(name)])", legend: canary),
        Query(
          "min by (bound, target) (\(M.targetLimit, ["target": .equal(name), "bound": "upper"])) or max by (bound, target) (\(M.targetLimit, ["target": .equal(name), "bound": "lower"]))",
          legend: "{{bound}} limit", isLimit: true),
      ], noValue: "No data: the target was not judged in this range.")
  }

  // MARK: Verdicts

  private static let verdicts = Panel(
    title: "Verdicts",
    description:
      "The worst verdict of each target, over all mixes, strategies and runtimes that are chosen, and whether their newest runs failed.",
    kind: .states, unit: .plain,
    queries: [
      Query("max by (instance, target) (2 * \(M.targetBreached) + \(M.targetUnknown))", legend: "{{instance}} {{target}}"),
      Query("max by (instance) (2 * \(M.runFailing))", legend: "{{instance}} failures"),
    ], noValue: "No data: nothing was judged in this range.", colours: [(nil, .green)],
    words: [
      ValueWord(value: 0, word: "met", colour: .green), ValueWord(value: 1, word: "not judged", colour: .yellow),
      ValueWord(value: 2, word: "breached", colour: .red),
    ], width: 18)
  private static let runtimes = Panel(
    title: "Runtimes", description: "Whether runs can be executed in the runtime. asyncio needs a python3 of 3.11 or later.",
    kind: .stat,
    unit: .plain, queries: [Query("\(M.runtimeAvailable)", legend: "{{instance}} {{runtime}}")],
    noValue: "No data: no agent answers.",
    words: [ValueWord(value: 0, word: "missing", colour: .yellow), ValueWord(value: 1, word: "available", colour: .green)],
    width: 6)

  // MARK: Event loop

  private static let latency = target(
    "Event-loop latency", "event_loop_latency", "How late the 10 ms ticks were, as it is judged: p(99) without a configuration.",
    unit: .seconds)
  private static let latencyHeat = Panel(
    title: "Event-loop latency, all ticks",
    description: "How many ticks were how late. The target's default limit is the edge at 100 ms.",
    kind: .heatmap, unit: .seconds,
    queries: [
      Query(
        "sum by (le) (increase(\(bucketsOf: M.eventLoopLatency)[$__rate_interval]))", legend: "{{le}}", hasExemplars: true)
    ], noValue: noRun)
  private static let latencyQuantiles = Panel(
    title: "Event-loop latency, p50 and p99",
    description: "Quantiles of the ticks of each step. Dots are runs: their number is the exemplar's run_id.",
    kind: .lines, unit: .seconds,
    queries: [
      Query(
        "histogram_quantile(0.99, sum by (instance, mix, strategy, runtime, le) (rate(\(bucketsOf: M.eventLoopLatency)[$__rate_interval]))) >= 0",
        legend: "p99 \(canary)", hasExemplars: true),
      Query(
        "histogram_quantile(0.5, sum by (instance, mix, strategy, runtime, le) (rate(\(bucketsOf: M.eventLoopLatency)[$__rate_interval]))) >= 0",
        legend: "p50 \(canary)"),
    ], noValue: noRun)
  private static let stallBudget = Panel(
    title: "Stall budget",
    description:
      "Where the time went in which the loops stood still. callback and blocked are the program's; runqueue, throttled and steal are the host's.",
    kind: .stacked, unit: .seconds,
    queries: [
      Query("sum by (instance, cause) (increase(\(M.eventLoopStallSeconds)[$__rate_interval]))", legend: "{{instance}} {{cause}}")
    ], noValue: noRun)
  private static let stalls = Panel(
    title: "Stalls", description: "How often a loop did not turn for longer than 100 ms, and how often the host was to blame.",
    kind: .lines,
    queries: [
      Query("sum by (instance, mix, strategy, runtime) (increase(\(M.eventLoopStalls)[$__rate_interval]))", legend: canary),
      Query("sum by (instance) (increase(\(M.eventLoopHostStalls)[$__rate_interval]))", legend: "{{instance}}: by the host"),
    ], noValue: noRun)
  private static let controlLatency = Panel(
    title: "Latency of the idle loop beside the runs",
    description: "What this host does to a loop that does nothing. Where it is late, the host is to blame.", kind: .lines,
    unit: .seconds,
    queries: [
      Query(
        "histogram_quantile(0.99, sum by (instance, le) (rate(\(bucketsOf: M.controlLatency)[$__rate_interval]))) >= 0",
        legend: "{{instance}} p99")
    ], noValue: noRun)

  // MARK: Queue

  private static let queueGrowth = target(
    "Growth of the queue", "queue_depth", "The trend of the queue within runs: stable or decreasing is good.", unit: .perSecond)
  private static let queueDepth = Panel(
    title: "Items waiting", description: "Items accepted and not yet started, now, and at most in the last run.", kind: .lines,
    queries: [
      Query("\(M.queueDepth)", legend: "now \(canary)"), Query("\(M.lastRunQueuePeak)", legend: "peak \(canary)"),
    ], noValue: "No data: no agent answered in this range.")
  private static let queueWait = Panel(
    title: "Time in the queue, p99", description: "From an item's intended start to its actual start.", kind: .lines,
    unit: .seconds,
    queries: [
      Query(
        "histogram_quantile(0.99, sum by (instance, mix, strategy, runtime, le) (rate(\(bucketsOf: M.queueWait)[$__rate_interval]))) >= 0",
        legend: canary)
    ], noValue: noRun)

  // MARK: CPU, memory, I/O

  private static let cpuUtilization = target(
    "CPU utilisation", "cpu_utilization",
    "CPU time over wall time and the cores there are, of CPU-bound mixes: paced so that inside the band means that the host delivers what it should.",
    unit: .ratio)
  private static let cpuTime = Panel(
    title: "CPU time of runs", description: "Cores that runs used on average, in user and system mode.", kind: .stacked,
    unit: .count,
    queries: [Query("sum by (instance, mode) (rate(\(M.runCPU)[$__rate_interval]))", legend: "{{instance}} {{mode}}")],
    noValue: noRun)
  private static let calibration = Panel(
    title: "Speed since calibration", description: "Speed of this host at the last check over its speed when it was calibrated.",
    kind: .lines, unit: .ratio, queries: [Query("\(M.calibrationDrift)", legend: "{{instance}} {{runtime}} {{kernel}}")],
    noValue: "No data: the speed is checked an hour after the first calibration.")
  private static let memoryGrowth = target(
    "Growth of memory", "memory", "The trend of memory within and across runs, warm-up left out.", unit: .bytesPerSecond)
  private static let memoryPeak = Panel(
    title: "Peak memory of the last run", description: "PSS where readable, else RSS, of the run's process tree.", kind: .lines,
    unit: .bytes, queries: [Query("\(M.lastRunMemoryPeak)", legend: canary)], noValue: noRun)
  private static let ioWait = target(
    "I/O wait", "io_wait", "The share of a run in which nothing was computing, since every item in flight waited for I/O.",
    unit: .ratio)
  private static let ioSteps = Panel(
    title: "Time of an I/O step, p99", description: "Until the item runs again, by kind of I/O.", kind: .lines, unit: .seconds,
    queries: [
      Query(
        "histogram_quantile(0.99, sum by (instance, mix, strategy, runtime, io, le) (rate(\(bucketsOf: M.ioStepDuration)[$__rate_interval]))) >= 0",
        legend: "\(canary) {{io}}")
    ], noValue: noRun)

  // MARK: Items

  private static let items = Panel(
    title: "Items by result", description: "Items executed, by how they ended.", kind: .stacked,
    queries: [Query("sum by (instance, result) (increase(\(M.runItems)[$__rate_interval]))", legend: "{{instance}} {{result}}")],
    noValue: noRun, width: 8)
  private static let itemDuration = Panel(
    title: "Time of an item, p99", description: "From its intended start to its end.", kind: .lines, unit: .seconds,
    queries: [
      Query(
        "histogram_quantile(0.99, sum by (instance, mix, strategy, runtime, le) (rate(\(bucketsOf: M.itemDuration)[$__rate_interval]))) >= 0",
        legend: canary)
    ], noValue: noRun, width: 8)
  private static let retries = Panel(
    title: "Retries", description: "Attempts after the first.", kind: .stacked,
    queries: [Query("sum by (instance, mix) (increase(\(M.runRetries)[$__rate_interval]))", legend: "{{instance}} {{mix}}")],
    noValue: noRun, width: 8)

  // MARK: The host

  private static let pressure = Panel(
    title: "Pressure (PSI)",
    description: "The share of time in which some tasks, or all that were not idle (full), were held up for want of a resource.",
    kind: .lines, unit: .ratio,
    queries: [Query("rate(\(M.hostPressure)[$__rate_interval])", legend: "{{instance}} {{resource}} {{kind}}")],
    noValue: "No data: this kernel does not offer PSI.", width: 8)
  private static let steal = Panel(
    title: "Stolen CPU", description: "Cores' worth of time that the hypervisor gave to others.", kind: .lines, unit: .count,
    queries: [Query("rate(\(M.hostSteal)[$__rate_interval])", legend: "{{instance}}")],
    noValue: "No data: no agent answered in this range.", width: 8)
  private static let throttled = Panel(
    title: "Throttled by CPU quotas",
    description: "Time for which CPU quotas stopped the agent's control group and those above it.",
    kind: .lines, unit: .seconds,
    queries: [Query("increase(\(M.cgroupThrottled)[$__rate_interval])", legend: "{{instance}}")],
    noValue: "No data: no control group with a CPU controller.", width: 8)
}
