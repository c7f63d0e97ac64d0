import Samples

private typealias M = MetricCatalog

extension Dashboard {
  /// All hosts: verdicts, alerts, worst latency, and what held the loops.
  static let overview = Dashboard(
    uid: "calcmon-overview", title: "Overview",
    description:
      "All hosts that run calcmon: which targets are breached, what fires, how late the loops are, and why they stood still.",
    rows: [
      Row(title: "Now", panels: [agents, agentsDown, breached, unknown, firing, worstLatency]),
      Row(title: "Hosts", panels: [hosts, breachedTargets]),
      Row(title: "Over time", panels: [breachedByHost, latencyByHost, stallsByCause, stallsByHost, alertsByName, runsByOutcome]),
    ])

  private static let bad: [(from: Double?, colour: Colour)] = [(nil, .green), (1, .red)]
  private static let doubtful: [(from: Double?, colour: Colour)] = [(nil, .green), (1, .yellow)]

  // MARK: Now

  private static let agents = figure(
    "Agents", "Agents whose metrics Prometheus has now.", "count(\(M.buildInfo))",
    noValue: "No agent: is calcmon scraped by this data source?")
  private static let agentsDown = figure(
    "Agents that do not answer", "Agents that answered in the shown range, and whose last scrape failed.",
    "count(\(PrometheusSeries.up) == 0 and on (job, instance) last_over_time(\(M.buildInfo)[$__range])) or vector(0)",
    colours: bad, noValue: "No data: no answer from this data source.")
  private static let breached = figure(
    "Targets breached", "Targets that are breached now, over all hosts, mixes, strategies and runtimes that are chosen.",
    "sum(\(M.targetBreached))", colours: bad, noValue: "No data: nothing was judged yet.")
  private static let unknown = figure(
    "Targets not judged", "Targets without data, or with too few samples, to be judged now.", "sum(\(M.targetUnknown))",
    colours: doubtful, noValue: "No data: nothing is watched.")
  private static let firing = figure(
    "Alerts firing", "Alerts that fire by the agents' own rules.", "sum(\(M.alerts, ["state": "firing"]))", colours: bad,
    noValue: "No data: no agent answers.")
  private static let worstLatency = figure(
    "Worst event-loop latency",
    "The latest of all loops, as it is judged: the quantile of the target, p(99) without a configuration. Red: beyond 100 ms, the limit without a configuration.",
    "max(\(M.targetValue, ["target": "event_loop_latency"]))", unit: .seconds,
    colours: [(nil, .green), (0.05, .yellow), (0.1, .red)],
    noValue: "No data: no run has ended yet.")

  private static func figure(
    _ title: String, _ description: String, _ expression: PromQL, unit: Unit = .count,
    colours: [(from: Double?, colour: Colour)] = [], noValue: String
  ) -> Panel {
    Panel(
      title: title, description: description, kind: .stat, unit: unit, queries: [Query(expression, legend: title)],
      noValue: noValue, colours: colours, width: 4, height: 4)
  }

  // MARK: Hosts

  private static let hosts = Panel(
    title: "Hosts", description: "One row a host, the worst first. A click on its name opens the dashboard Host.",
    kind: .table(
      Table(
        columns: [
          .init(
            field: .label("instance"), title: "Host",
            link: .init(
              title: "Open the host",
              url: "/d/calcmon-host?${datasource:queryparam}&var-instance=${__data.fields.Host}&${__url_time_range}")),
          .init(field: .query(0), title: "Breached", colours: bad),
          .init(field: .query(1), title: "Not judged", colours: doubtful),
          .init(field: .query(2), title: "Alerts", colours: bad), .init(field: .query(3), title: "Worst latency", unit: .seconds),
          .init(field: .query(4), title: "Stalled", unit: .seconds), .init(field: .query(5), title: "Runs"),
          .init(field: .query(6), title: "Slots missed", unit: .ratio), .init(field: .query(7), title: "Failing", colours: bad),
        ])),
    queries: [
      Query("sort_desc(sum by (instance) (\(M.targetBreached)))"), Query("sum by (instance) (\(M.targetUnknown))"),
      Query("sum by (instance) (\(M.alerts, ["state": "firing"]))"),
      Query("max by (instance) (\(M.targetValue, ["target": "event_loop_latency"]))"),
      Query("sum by (instance) (increase(\(M.eventLoopStallSeconds)[$__range]))"),
      Query("round(sum by (instance) (increase(\(M.runs)[$__range])))"),
      Query(
        "sum by (instance) (increase(\(M.slotsMissed)[$__range])) / (sum by (instance) (increase(\(M.slots)[$__range])) > 0)"),
      Query("sum by (instance) (\(M.runFailing))"),
    ], noValue: "No host: is calcmon scraped by this data source?", width: 24)

  private static let breachedTargets = Panel(
    title: "Breached targets", description: "What is breached now, with the value that was judged.",
    kind: .table(
      Table(
        columns: [
          .init(field: .label("instance"), title: "Host"), .init(field: .label("mix"), title: "Mix"),
          .init(field: .label("strategy"), title: "Strategy"), .init(field: .label("runtime"), title: "Runtime"),
          .init(field: .label("target"), title: "Target"), .init(field: .query(0), title: "Value", unit: .plain),
        ], hidden: ["job"])),
    queries: [
      Query("max by (instance, mix, strategy, runtime, target) (\(M.targetValue) and \(M.targetBreached) == 1)")
    ], noValue: "No target is breached.", width: 24)

  // MARK: Over time

  // A point a minute of what stands, one a slot of what happens: runs are minutes apart, and there may be many hosts.

  private static let breachedByHost = Panel(
    title: "Breached targets by host", description: "How many targets are breached on each host.", kind: .lines,
    queries: [Query("sum by (instance) (\(M.targetBreached))", legend: "{{instance}}")],
    noValue: "No data: nothing was judged in this range.", interval: "1m")
  private static let latencyByHost = Panel(
    title: "Worst event-loop latency by host",
    description: "The latest loop of each host, as it is judged, and the lowest limit that applies to it.",
    kind: .lines, unit: .seconds,
    queries: [
      Query("max by (instance) (\(M.targetValue, ["target": "event_loop_latency"]))", legend: "{{instance}}"),
      Query(
        "min by (target) (\(M.targetLimit, ["target": "event_loop_latency", "bound": "upper"]))", legend: "limit of {{target}}",
        isLimit: true),
    ], noValue: "No data: no run has ended in this range.", interval: "1m", isLogarithmic: true)
  private static let stallsByCause = Panel(
    title: "Stall time by cause",
    description:
      "For how long event loops stood still, by cause. callback, gc, gil and blocked are the program's; runqueue, throttled and steal are the host's.",
    kind: .stacked, unit: .seconds,
    queries: [Query(.growth(M.eventLoopStallSeconds, by: "cause"), legend: "{{cause}}")],
    noValue: "No data: no run has ended in this range.", interval: Variable.slot, axis: "a slot")
  private static let stallsByHost = Panel(
    title: "Stall time by host", description: "For how long event loops stood still, by host.", kind: .stacked, unit: .seconds,
    queries: [Query(.growth(M.eventLoopStallSeconds, by: "instance"), legend: "{{instance}}")],
    noValue: "No data: no run has ended in this range.", interval: Variable.slot, axis: "a slot")
  private static let alertsByName = Panel(
    title: "Alerts firing, by name", description: "Alerts that fire by the agents' own rules.", kind: .stacked,
    queries: [Query("sum by (alertname) (\(M.alerts, ["state": "firing"]))", legend: "{{alertname}}")],
    noValue: "No data: no agent answered in this range.", interval: "1m")
  private static let runsByOutcome = Panel(
    title: "Runs by outcome", description: "Runs that ended, by how they did.", kind: .stacked,
    queries: [Query(.events(M.runs, by: "outcome"), legend: "{{outcome}}")],
    noValue: "No data: no agent answered in this range.", interval: Variable.slot, axis: "a slot")
}
