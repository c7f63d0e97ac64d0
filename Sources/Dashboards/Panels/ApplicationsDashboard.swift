import Samples

private typealias M = MetricCatalog

extension Dashboard {
  /// All watched applications of all hosts.
  static let applications = Dashboard(
    uid: "calcmon-applications", title: "Applications",
    description:
      "All watched applications over all hosts: which are gone, which stand, whose targets are breached, which are latest, and why loops stood still.",
    rows: [
      Row(title: "Now", panels: [count, gone, standing, breached, worstLatency, stalled]),
      Row(title: "Applications", panels: [table, breachedTargets]),
      Row(
        title: "Over time",
        panels: [latest, stallsByCause, mostStalled, standingOverTime, breachedByApp, goneByHost, most(memory), most(cpu)]),
    ], annotations: Annotation.ofApplications)

  private static let bad: [(from: Double?, colour: Colour)] = [(nil, .green), (1, .red)]
  private static let app = "{{instance}} {{app}}"
  private static let noApp = "No data: no application reported in this range; as in: calcmon exec -- python app.py."

  // MARK: Now

  private static let count = figure(
    "Applications", "Applications of which a process reports, each host counted apart.", "count(\(M.appUp) == 1) or vector(0)")
  private static let gone = figure(
    "Gone", "Applications whose last process has left within five minutes.", "count(\(M.appUp) == 0) or vector(0)", colours: bad)
  private static let standing = figure(
    "Standing", "Applications with a loop that has not turned for ten seconds.", "count(\(M.appStanding) >= 10) or vector(0)",
    colours: bad)
  private static let breached = figure(
    "Targets breached", "Targets of applications that are breached now.", "sum(\(ofApplications: M.targetBreached))",
    colours: bad, noValue: "No data: no application was judged yet.")
  private static let worstLatency = figure(
    "Worst event-loop latency",
    "The latest of all applications, as it is judged. Red: beyond 100 ms, the limit without a configuration.",
    "max(\(ofApplications: M.targetValue, ["target": "event_loop_latency"]))", unit: .seconds,
    colours: [(nil, .green), (0.05, .yellow), (0.1, .red)], noValue: "No data: no application was judged yet.")
  private static let stalled = figure(
    "Stalled", "For how long loops of all applications stood still in the shown range.",
    "sum(increase(\(M.appStallSeconds)[$__range]))", unit: .seconds)

  private static func figure(
    _ title: String, _ description: String, _ expression: PromQL, unit: Unit = .count,
    colours: [(from: Double?, colour: Colour)] = [], noValue: String = noApp
  ) -> Panel {
    Panel(
      title: title, description: description, kind: .stat, unit: unit, queries: [Query(expression, legend: title)],
      noValue: noValue, colours: colours, width: 4, height: 4)
  }

  // MARK: Tables

  private static let table = Panel(
    title: "Each application",
    description: "One row an application of a host. A click on its name opens the dashboard Application.",
    kind: .table(
      Table(
        columns: [
          .init(field: .label("instance"), title: "Host"),
          .init(
            field: .label("app"), title: "Application",
            link: .init(
              title: "Open the application",
              url:
                "/d/calcmon-application?${datasource:queryparam}&var-instance=${__data.fields.Host}&var-app=${__data.fields.Application}&${__url_time_range}"
            )),
          .init(field: .query(0), title: "Up", colours: [(nil, .red), (1, .green)]),
          .init(field: .query(1), title: "Processes"), .init(field: .query(2), title: "Breached", colours: bad),
          .init(field: .query(3), title: "Standing", unit: .seconds, colours: [(nil, .green), (1, .yellow), (10, .red)]),
          .init(field: .query(4), title: "Latency", unit: .seconds), .init(field: .query(5), title: "Stalled", unit: .seconds),
          .init(field: .query(6), title: "Tasks"), .init(field: .query(7), title: "Memory", unit: .bytes),
          .init(field: .query(8), title: "Cores"),
        ])),
    queries: [
      Query("max by (instance, app) (\(M.appUp))"), Query("sum by (instance, app) (\(M.appProcesses))"),
      Query("sum by (instance, app) (\(ofApplications: M.targetBreached))"),
      Query("max by (instance, app) (\(M.appStanding))"),
      Query("max by (instance, app) (\(ofApplications: M.targetValue, ["target": "event_loop_latency"]))"),
      Query("sum by (instance, app) (increase(\(M.appStallSeconds)[$__range]))"), Query("sum by (instance, app) (\(M.appTasks))"),
      Query("sum by (instance, app) (\(M.appMemory))"), Query("sum by (instance, app) (rate(\(M.appCPU)[$__rate_interval]))"),
    ], noValue: noApp, width: 24, height: 10)

  private static let breachedTargets = Panel(
    title: "Breached targets of applications", description: "What is breached now, with the value that was judged.",
    kind: .table(
      Table(
        columns: [
          .init(field: .label("instance"), title: "Host"), .init(field: .label("app"), title: "Application"),
          .init(field: .label("target"), title: "Target"), .init(field: .query(0), title: "Value", unit: .plain),
        ])),
    queries: [
      Query(
        "max by (instance, app, target) (\(ofApplications: M.targetValue) and \(ofApplications: M.targetBreached) == 1)")
    ], noValue: "No target of an application is breached.", width: 24)

  // MARK: Over time

  // A point a minute, and ten lines at the most: there may be many hosts.

  private static let latest = Panel(
    title: "Event-loop latency of the ten that are latest",
    description: "As it is judged: over the window, p(99) without a configuration.",
    kind: .lines, unit: .seconds,
    queries: [
      Query(
        "topk(10, max by (instance, app) (\(ofApplications: M.targetValue, ["target": "event_loop_latency"])))", legend: app)
    ], noValue: noApp, interval: "1m", isLogarithmic: true)
  private static let stallsByCause = Panel(
    title: "Stalls of applications by cause",
    description:
      "Loops that stood still, on average, by cause. callback, gc, gil and blocked are the program's; runqueue, throttled and steal are the host's.",
    kind: .stacked, queries: [Query("sum by (cause) (rate(\(M.appStallSeconds)[$__rate_interval]))", legend: "{{cause}}")],
    noValue: noApp, interval: "1m", axis: "loops")
  private static let mostStalled = Panel(
    title: "The ten that stood still most",
    description: "The share of the time in which their loops stood still, summed over processes.",
    kind: .lines, unit: .ratio,
    queries: [
      Query("topk(10, sum by (instance, app) (rate(\(M.appStallSeconds)[$__rate_interval])))", legend: app)
    ], noValue: noApp, interval: "1m")
  private static let standingOverTime = Panel(
    title: "The ten that stand for longest", description: "For how long a loop has stood at each time; 0 while all turn.",
    kind: .lines, unit: .seconds,
    queries: [Query("topk(10, max by (instance, app) (\(M.appStanding)))", legend: app)], noValue: noApp, interval: "1m")
  private static let breachedByApp = Panel(
    title: "Breached targets by application", description: "How many targets of each application are breached, over all hosts.",
    kind: .lines, queries: [Query("sum by (app) (\(ofApplications: M.targetBreached))", legend: "{{app}}")],
    noValue: "No data: no application was judged in this range.", interval: "1m")
  private static let goneByHost = Panel(
    title: "Applications gone, by host", description: "Applications whose last process had left within five minutes.",
    kind: .lines,
    queries: [Query("sum by (instance) (1 - \(M.appUp))", legend: "{{instance}}")], noValue: noApp, interval: "1m")

  private typealias Most = (what: String, expression: PromQL, unit: Unit)
  private static let memory: Most = ("memory", "sum by (instance, app) (\(M.appMemory))", .bytes)
  private static let cpu: Most = ("CPU", "sum by (instance, app) (rate(\(M.appCPU)[$__rate_interval]))", .count)

  private static func most(_ most: Most) -> Panel {
    Panel(
      title: "The ten with most \(most.what)", description: "Of all processes of an application together.", kind: .lines,
      unit: most.unit, queries: [Query("topk(10, \(most.expression))", legend: app)], noValue: noApp, interval: "1m")
  }
}
