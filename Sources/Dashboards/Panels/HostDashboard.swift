import Samples

private typealias M = MetricCatalog

extension Dashboard {
  /// One host: the five targets with their limits, and all that explains them.
  static let host = Dashboard(
    uid: "calcmon-host", title: "Host",
    description: "One host: the five targets with their limits, where the loops' time went, and what the host gave.",
    rows: [
      Row(title: "Verdicts", panels: [verdicts, runtimes]),
      Row(title: "Event loop", panels: [latency, latencyQuantiles, latencyHeat, stallBudget, stalls, controlLatency]),
      Row(title: "Queue, of mixes whose items arrive at times of their own", panels: [queueGrowth, queuePeak, queueWait]),
      Row(title: "CPU", panels: [cpuUtilization, cpuTime, calibration]),
      Row(title: "Memory", panels: [memoryGrowth, memoryPeak]),
      Row(title: "I/O", panels: [ioWait, ioSteps]),
      Row(title: "Items", panels: [items, itemDuration, retries]),
      Row(title: "What the host gave", panels: [pressure, steal, throttled]),
    ])

  private static let canary = "{{instance}} {{mix}} {{strategy}} {{runtime}}"
  private static let noRun = "No data: no run has ended in this range, or none in the chosen runtime."

  private static let noOpenLoop = "No data: no run has ended in this range, no mix has a rate or a load, or none has 100 items."

  /// The value that is judged, and what it is judged by.
  ///
  /// - Parameter value: made of the value, where not all of it is drawn.
  private static func target(
    _ title: String, _ name: String, _ description: String, unit: Unit, isLogarithmic: Bool = false,
    value: (PromQL) -> PromQL = { $0 }
  ) -> Panel {
    Panel(
      title: title, description: "\(description) Dashed: the limits of the target \(name).", kind: .lines, unit: unit,
      queries: [
        Query(value("\(M.targetValue, ["target": .equal(name)])"), legend: canary),
        Query(
          "min by (bound, target) (\(M.targetLimit, ["target": .equal(name), "bound": "upper"])) or max by (bound, target) (\(M.targetLimit, ["target": .equal(name), "bound": "lower"]))",
          legend: "{{bound}} limit", isLimit: true),
      ], noValue: "No data: the target was not judged in this range.", isLogarithmic: isLogarithmic)
  }

  // MARK: Verdicts

  private static let verdicts = Panel(
    title: "Verdicts",
    description:
      "The worst verdict of each target of each mix, over the strategies and runtimes that are chosen, and whether newest runs failed.",
    kind: .states, unit: .plain,
    queries: [
      Query(
        "max by (instance, mix, target) (2 * \(M.targetBreached) + \(M.targetUnknown))", legend: "{{instance}} {{mix}} {{target}}"
      ),
      Query("max by (instance, mix) (2 * \(M.runFailing))", legend: "{{instance}} {{mix}} failures"),
    ], noValue: "No data: nothing was judged in this range.", colours: [(nil, .green)],
    words: [
      ValueWord(value: 0, word: "met", colour: .green), ValueWord(value: 1, word: "not judged", colour: .yellow),
      ValueWord(value: 2, word: "breached", colour: .red),
    ], width: 18, height: 14)
  private static let runtimes = Panel(
    title: "Runtimes", description: "Whether runs can be executed in the runtime. asyncio needs a python3 of 3.11 or later.",
    kind: .stat,
    unit: .plain, queries: [Query("\(M.runtimeAvailable)", legend: "{{instance}} {{runtime}}")],
    noValue: "No data: no agent answers.",
    words: [ValueWord(value: 0, word: "missing", colour: .yellow), ValueWord(value: 1, word: "available", colour: .green)],
    width: 6, height: 14)

  // MARK: Event loop

  private static let latency = target(
    "Event-loop latency", "event_loop_latency",
    "How late the 10 ms ticks were, as it is judged: over the window, p(99) without a configuration.", unit: .seconds,
    isLogarithmic: true)
  private static let latencyQuantiles = Panel(
    title: "Event-loop latency of each run, p50 and p99", description: "Exact figures of the last run, not of the window.",
    kind: .lines, unit: .seconds,
    queries: [
      Query(.lastRun(M.lastRunEventLoopLatency, quantile: "0.99"), legend: "p99 \(canary)"),
      Query(.lastRun(M.lastRunEventLoopLatency, quantile: "0.5"), legend: "p50 \(canary)"),
    ], noValue: noRun, isLogarithmic: true)
  private static let latencyHeat = Panel(
    title: "Event-loop latency, all ticks",
    description:
      "How many ticks of all runs of a slot were how late. Dots are runs: their number is the exemplar's run_id. 100 ms, the limit without a configuration, is an edge.",
    kind: .heatmap, unit: .seconds,
    queries: [
      Query(
        "sum by (le) (rate(\(bucketsOf: M.eventLoopLatency)[$__rate_interval])) * $__interval_ms / 1000", legend: "{{le}}",
        hasExemplars: true)
    ], noValue: noRun, interval: Variable.slot)
  private static let stallBudget = Panel(
    title: "Stall budget",
    description:
      "Where the time went in which the loops stood still. callback, gc, gil and blocked are the program's; runqueue, throttled and steal are the host's.",
    kind: .stacked, unit: .seconds,
    queries: [Query(.growth(M.eventLoopStallSeconds, by: "instance, cause"), legend: "{{instance}} {{cause}}")], noValue: noRun,
    interval: Variable.slot, axis: "a slot")
  private static let stalls = Panel(
    title: "Stalls",
    description:
      "How often a loop did not turn for longer than sampling.stall_limit (100 ms without a configuration), and how often the host was to blame.",
    kind: .lines,
    queries: [
      Query(.events(M.eventLoopStalls, by: "instance, mix, strategy, runtime"), legend: canary),
      Query(.events(M.eventLoopHostStalls, by: "instance"), legend: "{{instance}}: by the host"),
    ], noValue: noRun, interval: Variable.slot, axis: "a slot")
  private static let controlLatency = Panel(
    title: "Latency of the idle loop beside the runs",
    description: "What this host does to a loop that does nothing. Where it is late, the host is to blame.", kind: .lines,
    unit: .seconds,
    queries: [
      Query(
        "histogram_quantile(0.99, sum by (instance, le) (rate(\(bucketsOf: M.controlLatency)[$__rate_interval]))) >= 0",
        legend: "{{instance}} p99")
    ], noValue: noRun, interval: Variable.slot, isLogarithmic: true)

  // MARK: Queue

  private static let queueGrowth = target(
    "Growth of the queue", "queue_depth", "The trend of the queue within runs, 0 where it shrinks: stable or decreasing is good.",
    unit: .perSecond
  ) { .ofOpenLoops("clamp_min(\($0), 0)") }
  private static let queuePeak = Panel(
    title: "Items waiting", description: "Items accepted and not yet started, at most in the last run.", kind: .lines,
    queries: [Query(.ofOpenLoops("\(M.lastRunQueuePeak)"), legend: canary)], noValue: noOpenLoop)
  private static let queueWait = Panel(
    title: "Time in the queue, p99", description: "In the last run, from an item's intended start to its actual start.",
    kind: .lines, unit: .seconds,
    queries: [Query(.ofOpenLoops(.lastRun(M.lastRunQueueWait, quantile: "0.99")), legend: canary)], noValue: noOpenLoop,
    isLogarithmic: true)

  // MARK: CPU, memory, I/O

  private static let cpuUtilization = target(
    "CPU utilisation", "cpu_utilization",
    "CPU time over wall time and the cores there are, of CPU-bound mixes: paced so that inside the band means that the host delivers what it should.",
    unit: .ratio)
  private static let cpuTime = Panel(
    title: "CPU time of runs",
    description:
      "Cores that runs used on average: in user and system mode while they worked, and in all. Dashed: the CPU budget.",
    kind: .lines, unit: .count,
    queries: [
      Query("sum by (instance, mode) (rate(\(M.runCPU)[$__rate_interval]))", legend: "{{instance}} {{mode}}"),
      Query("rate(\(M.canaryCPU)[$__rate_interval])", legend: "{{instance}} in all"),
      Query("\(M.canaryBudget)", legend: "{{instance}} budget", isLimit: true),
    ], noValue: noRun, interval: Variable.slot, axis: "cores")
  private static let calibration = Panel(
    title: "Speed since calibration", description: "Speed of this host at the last check over its speed when it was calibrated.",
    kind: .lines, unit: .ratio, queries: [Query("\(M.calibrationDrift)", legend: "{{instance}} {{runtime}} {{kernel}}")],
    noValue: "No data: the speed is checked an hour after the first calibration.")
  private static let memoryGrowth = target(
    "Growth of memory", "memory", "The trend of memory within and across runs, warm-up left out, 0 where it shrinks.",
    unit: .bytesPerSecond
  ) { "clamp_min(\($0), 0)" }
  private static let memoryPeak = Panel(
    title: "Peak memory of the last run", description: "PSS where readable, else RSS, of the run's process tree.", kind: .lines,
    unit: .bytes, queries: [Query("\(M.lastRunMemoryPeak)", legend: canary)], noValue: noRun)
  private static let ioWait = target(
    "I/O wait", "io_wait", "The share of a run in which nothing was computing, since every item in flight waited for I/O.",
    unit: .ratio)
  private static let ioSteps = Panel(
    title: "Time of an I/O step, p99", description: "In the last run, until the item runs again, by kind of I/O.", kind: .lines,
    unit: .seconds,
    queries: [Query(.lastRun(M.lastRunIOStepDuration, quantile: "0.99"), legend: "\(canary) {{io}}")],
    noValue: "No data: no run with 100 steps has ended in this range.",
    isLogarithmic: true)

  // MARK: Items

  private static let items = Panel(
    title: "Items by result", description: "Items executed, by how they ended.", kind: .stacked,
    queries: [Query(.events(M.runItems, by: "instance, result"), legend: "{{instance}} {{result}}")], noValue: noRun,
    interval: Variable.slot, axis: "a slot", width: 8)
  private static let itemDuration = Panel(
    title: "Time of an item, p99",
    description: "In the last run, from its intended start to its end, of mixes whose items arrive at times of their own.",
    kind: .lines, unit: .seconds,
    queries: [Query(.ofOpenLoops(.lastRun(M.lastRunItemDuration, quantile: "0.99")), legend: canary)], noValue: noOpenLoop,
    isLogarithmic: true, width: 8)
  private static let retries = Panel(
    title: "Retries", description: "Attempts after the first.", kind: .stacked,
    queries: [Query(.events(M.runRetries, by: "instance, mix"), legend: "{{instance}} {{mix}}")], noValue: noRun,
    interval: Variable.slot, axis: "a slot", width: 8)

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
    noValue: "No data: no agent answered in this range.", axis: "cores", width: 8)
  private static let throttled = Panel(
    title: "Throttled by CPU quotas",
    description: "Time for which CPU quotas stopped the agent's control group and those above it.",
    kind: .stacked, unit: .seconds,
    queries: [Query(.growth(M.cgroupThrottled, by: "instance"), legend: "{{instance}}")],
    noValue: "No data: no control group with a CPU controller.", interval: Variable.slot, axis: "a slot", width: 8)
}
