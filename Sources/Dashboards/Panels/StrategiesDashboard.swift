import Samples

private typealias M = MetricCatalog

extension Dashboard {
  /// The four strategies side by side, in both runtimes.
  static let strategies = Dashboard(
    uid: "calcmon-strategies", title: "Strategies",
    description:
      "The strategies sync, threads, async and hybrid side by side, in both runtimes: which one suits this work on this host.",
    from: "now-6h",
    rows: [
      Row(title: "The last runs", panels: [table, guide]),
      Row(title: "Time", panels: [duration, throughput, itemTime, idealRatio]),
      Row(title: "What it costs", panels: [loopLatency, cpu, memory, waiting, runs]),
      Row(title: "Compared with sync, in mixes that run it as well", isCollapsed: true, panels: [speedUp]),
    ])

  private static let canary = "{{instance}} {{mix}}: {{strategy}} {{runtime}}"
  private static let by = "instance, mix, strategy, runtime"
  private static let noRun =
    "No data: no run has ended, or the mix does not run by several strategies. Name them: strategies: [sync, threads, async, hybrid]."

  private static let speedUpExpression: PromQL =
    "max by (job, instance, mix, runtime) (\(M.lastRunDuration, ["strategy": "sync"])) / on (job, instance, mix, runtime) group_right () \(M.lastRunDuration)"

  private static let table = Panel(
    title: "As in the guide", description: "The last run of each strategy and runtime, in the form of the guide's benchmark.",
    kind: .table(
      Table(
        columns: [
          .init(field: .label("instance"), title: "Host"), .init(field: .label("mix"), title: "Mix"),
          .init(field: .label("strategy"), title: "Strategy"), .init(field: .label("runtime"), title: "Runtime"),
          .init(field: .query(0), title: "Time", unit: .seconds), .init(field: .query(1), title: "Speed-up over sync"),
          .init(field: .query(2), title: "To ideal"), .init(field: .query(3), title: "Loop p99", unit: .seconds),
          .init(field: .query(4), title: "Memory", unit: .bytes), .init(field: .query(5), title: "CPU", unit: .ratio),
          .init(field: .query(6), title: "I/O wait", unit: .ratio),
          .init(field: .query(7), title: "Breached", colours: [(nil, .green), (1, .red)]),
        ])),
    queries: [
      Query("max by (\(raw: by)) (\(M.lastRunDuration))"), Query("max by (\(raw: by)) (\(speedUpExpression))"),
      Query("max by (\(raw: by)) (\(M.lastRunIdealRatio))"),
      Query("max by (\(raw: by)) (\(M.lastRunEventLoopLatency, ["quantile": "0.99"]))"),
      Query("max by (\(raw: by)) (\(M.lastRunMemoryPeak))"), Query("max by (\(raw: by)) (\(M.lastRunCPUUtilization))"),
      Query("max by (\(raw: by)) (\(M.lastRunIOWait))"), Query("sum by (\(raw: by)) (\(M.targetBreached))"),
    ], noValue: noRun, width: 16, height: 10)

  private static let guide = Panel(
    title: "What the guide says",
    description: "The published figures for 10,000 items, to be compared by their proportions: another machine, another work.",
    kind: .text(
      """
      For 10,000 items, a mix of CPU and I/O:

      | approach | strategy | time | speed-up | memory |
      |---|---|---|---|---|
      | synchronous | `sync` | 45.2 s | 1 | 187 MB |
      | thread pool (10 threads) | `threads` | 22.8 s | 1.98 | 312 MB |
      | async (pure) | `async` | 18.4 s | 2.46 | 205 MB |
      | async + process pool | `hybrid` | 12.1 s | 3.74 | 248 MB |

      Pure I/O: `async`. CPU-bound, mixed and real-time work: `hybrid`. `calcmon run guide` measures the same here.
      """), width: 8, height: 10)

  // MARK: Time

  private static let duration = lines(
    "Time of the last run", "From the first item's intended start to the last item's end.", .seconds, "\(M.lastRunDuration)")
  private static let speedUp = Panel(
    title: "Speed-up over sync", description: "How many times faster than sync in the same mix and runtime. 1 is as fast.",
    kind: .lines, queries: [Query(speedUpExpression, legend: canary)],
    noValue: "No data: no mix runs sync, the baseline. Name it in one: strategies: [sync, threads, async, hybrid].", width: 24)
  private static let idealRatio = Panel(
    title: "Ratio to the ideal time",
    description: "The time of the last run over the least that its work could have taken. Dashed: perfect.",
    kind: .lines, unit: .count,
    queries: [Query("\(M.lastRunIdealRatio)", legend: canary), Query("vector(1)", legend: "perfect", isLimit: true)],
    noValue: noRun)
  private static let throughput = lines(
    "Items a second", "Items that came to a result in the last run, over its time.", .perSecond, "\(M.lastRunItemsPerSecond)")

  // MARK: Cost

  private static let loopLatency = Panel(
    title: "Event-loop latency, p99", description: "Of the ticks of the last run. Dashed: the lowest limit of the target.",
    kind: .lines, unit: .seconds,
    queries: [
      Query(.lastRun(M.lastRunEventLoopLatency, quantile: "0.99"), legend: canary),
      Query(
        "min by (bound) (\(M.targetLimit, ["target": "event_loop_latency", "bound": "upper"]))", legend: "{{bound}} limit",
        isLimit: true),
    ], noValue: noRun, isLogarithmic: true)
  private static let itemTime = Panel(
    title: "Time of an item, p99",
    description: "In the last run, from its intended start to its end, in mixes whose items arrive at times of their own.",
    kind: .lines, unit: .seconds,
    queries: [Query(.ofOpenLoops(.lastRun(M.lastRunItemDuration, quantile: "0.99")), legend: canary)],
    noValue: "No data: no run has ended, or no mix has a rate or a load; the items of a batch wait for each other.",
    isLogarithmic: true)
  private static let cpu = lines(
    "CPU utilisation", "CPU time of the last run over its wall time and the cores there are.", .ratio,
    "\(M.lastRunCPUUtilization)")
  private static let memory = lines(
    "Peak memory", "Of the last run's process tree, PSS where readable, else RSS.", .bytes, "\(M.lastRunMemoryPeak)")
  private static let waiting = lines(
    "I/O wait", "The share of the last run in which every item in flight waited for I/O.", .ratio, "\(M.lastRunIOWait)")
  private static let runs = Panel(
    title: "Runs", description: "Runs that ended, well or not.", kind: .stacked,
    queries: [Query("\(.events(M.runs, by: "strategy, runtime, outcome")) > 0", legend: "{{strategy}} {{runtime}} {{outcome}}")],
    noValue: noRun, interval: Variable.slot, axis: "a slot", width: 24)

  private static func lines(_ title: String, _ description: String, _ unit: Unit, _ expression: PromQL) -> Panel {
    Panel(
      title: title, description: description, kind: .lines, unit: unit, queries: [Query(expression, legend: canary)],
      noValue: noRun)
  }
}
