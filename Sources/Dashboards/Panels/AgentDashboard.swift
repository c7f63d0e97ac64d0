import Samples

private typealias M = MetricCatalog

extension Dashboard {
  /// The agent itself: what it costs, and whether it does its work.
  static let agent = Dashboard(
    uid: "calcmon-agent", title: "Agent",
    description:
      "The agent itself: what it costs, whether its history is written, its notifiers reach anybody, and its slots are kept.",
    rows: [
      Row(title: "Agent", panels: [build, up, configuration, certificate]),
      Row(title: "What it costs", panels: [cpu, memory, descriptors, requests, connections]),
      Row(title: "Slots and samplers", panels: [slots, missed, samplerTime, samplerFailures]),
      Row(title: "History", panels: [store, samples, size, writeFailures, dropped, retention]),
      Row(title: "Notifiers", panels: [told, notTold]),
    ])

  private static let noAgent = "No data: no agent answered in this range."

  // MARK: Agent

  private static let build = Panel(
    title: "Versions", description: "What each agent was built from, and when it started.",
    kind: .table(
      Table(
        columns: [
          .init(field: .label("instance"), title: "Host"), .init(field: .label("version"), title: "Version"),
          .init(field: .label("revision"), title: "Revision"), .init(field: .label("swiftversion"), title: "Swift"),
          .init(field: .query(1), title: "Started", unit: .fromNow),
        ], hidden: ["Value #A"])),
    queries: [
      Query("max by (instance, version, revision, swiftversion) (\(M.buildInfo))"),
      Query("max by (instance) (\(M.processStart)) * 1000"),
    ], noValue: "No agent: is calcmon scraped by this data source?", height: 6)
  private static let up = Panel(
    title: "Answers", description: "Whether the last scrape of each agent succeeded.", kind: .stat, unit: .plain,
    queries: [
      Query("\(PrometheusSeries.up) and on (job, instance) last_over_time(\(M.buildInfo)[$__range])", legend: "{{instance}}")
    ], noValue: "No agent: is calcmon scraped by this data source?",
    words: [ValueWord(value: 0, word: "does not answer", colour: .red), ValueWord(value: 1, word: "answers", colour: .green)],
    width: 4, height: 6)
  private static let configuration = Panel(
    title: "Configuration",
    description: "Whether the configuration was taken when it was last read. Refused: the old one is in force.",
    kind: .stat, unit: .plain, queries: [Query("\(M.reloadSuccessful)", legend: "{{instance}}")], noValue: noAgent,
    words: [ValueWord(value: 0, word: "refused", colour: .red), ValueWord(value: 1, word: "taken", colour: .green)], width: 4,
    height: 6)
  private static let certificate = Panel(
    title: "Certificate", description: "For how long the certificate of the endpoint is valid.", kind: .stat, unit: .seconds,
    queries: [Query("\(M.webCertificateExpiry) - time()", legend: "{{instance}}")], noValue: "No agent serves by TLS.",
    colours: [(nil, .red), (86400, .yellow), (604_800, .green)], width: 4, height: 6)

  // MARK: Cost

  private static let cpu = Panel(
    title: "CPU",
    description: "Cores that the agent used, and that its runs used, start-up included. Dashed: the CPU budget of runs.",
    kind: .lines, unit: .count,
    queries: [
      Query("rate(\(M.processCPU)[$__rate_interval])", legend: "{{instance}} agent"),
      Query("rate(\(M.canaryCPU)[$__rate_interval])", legend: "{{instance}} runs"),
      Query("\(M.canaryBudget)", legend: "{{instance}} budget", isLimit: true),
    ], noValue: noAgent, interval: Variable.slot, axis: "cores", width: 8)
  private static let memory = Panel(
    title: "Memory", description: "Resident memory of the agent.", kind: .lines, unit: .bytes,
    queries: [Query("\(M.processResident)", legend: "{{instance}}")], noValue: noAgent, width: 8)
  private static let descriptors = Panel(
    title: "Open file descriptors", description: "Of the agent, as a share of its limit.", kind: .lines, unit: .ratio,
    queries: [Query("\(M.processOpenFDs) / \(M.processMaxFDs)", legend: "{{instance}}")], noValue: noAgent, width: 8)
  private static let requests = Panel(
    title: "Requests", description: "HTTP requests answered, by status code.", kind: .lines, unit: .requestsPerSecond,
    queries: [Query("sum by (instance, code) (rate(\(M.httpRequests)[$__rate_interval]))", legend: "{{instance}} {{code}}")],
    noValue: noAgent)
  private static let connections = Panel(
    title: "Connections", description: "What became of connections.", kind: .stacked,
    queries: [
      Query(.events(M.httpConnections, by: "instance, event"), legend: "{{instance}} {{event}}")
    ], noValue: noAgent, interval: Variable.slot, axis: "a slot")

  // MARK: Slots and samplers

  private static let slots = Panel(
    title: "Slots", description: "Intended starts of runs that came due, by mix.", kind: .stacked,
    queries: [Query(.events(M.slots, by: "instance, mix"), legend: "{{instance}} {{mix}}")],
    noValue: noAgent, interval: Variable.slot, axis: "a slot")
  private static let missed = Panel(
    title: "Slots missed",
    description: "Slots without a run: another took too long, the agent was stopped, or the CPU budget was spent.",
    kind: .stacked,
    queries: [Query(.events(M.slotsMissed, by: "instance, mix"), legend: "{{instance}} {{mix}}")],
    noValue: noAgent, interval: Variable.slot, axis: "a slot")
  private static let samplerTime = Panel(
    title: "Time of samplers", description: "How long the last reading took.", kind: .lines, unit: .seconds,
    queries: [Query("\(M.samplerDuration)", legend: "{{instance}} {{sampler}}")], noValue: noAgent)
  private static let samplerFailures = Panel(
    title: "Readings that failed", description: "Those of what this kernel or user does not offer are left out.", kind: .stacked,
    queries: [
      Query(.events(M.samplerFailures, by: "instance, sampler"), legend: "{{instance}} {{sampler}}")
    ], noValue: noAgent, interval: Variable.slot, axis: "a slot")

  // MARK: History

  private static let store = Panel(
    title: "Database", description: "Whether the database took what was last written to it.", kind: .stat, unit: .plain,
    queries: [Query("\(M.storageUp)", legend: "{{instance}}")], noValue: noAgent,
    words: [ValueWord(value: 0, word: "refuses", colour: .red), ValueWord(value: 1, word: "takes", colour: .green)], width: 8)
  private static let samples = Panel(
    title: "Samples written", description: "A second, and how many wait to be written.", kind: .lines, unit: .count,
    queries: [
      Query("rate(\(M.storageSamples)[$__rate_interval])", legend: "{{instance}} a second"),
      Query("\(M.storageQueuedSamples)", legend: "{{instance}} waiting"),
    ], noValue: noAgent, width: 8)
  private static let size = Panel(
    title: "Size",
    description: "The database with its write-ahead log, and the log alone: it grows while somebody reads for long.",
    kind: .lines, unit: .bytes,
    queries: [
      Query("\(M.storageBytes)", legend: "{{instance}}"), Query("\(M.storageLogBytes)", legend: "{{instance}} write-ahead log"),
    ], noValue: noAgent, width: 8)
  private static let writeFailures = Panel(
    title: "Writes refused", description: "Transactions and openings that failed, by reason.", kind: .stacked,
    queries: [
      Query(.events(M.storageWriteFailures, by: "instance, reason"), legend: "{{instance}} {{reason}}")
    ], noValue: noAgent, interval: Variable.slot, axis: "a slot", width: 8)
  private static let dropped = Panel(
    title: "Samples given up", description: "Because the queue to the database was full, or the database would never take them.",
    kind: .stacked, queries: [Query(.events(M.storageDropped, by: "instance"), legend: "{{instance}}")], noValue: noAgent,
    interval: Variable.slot, axis: "a slot",
    width: 8)
  private static let retention = Panel(
    title: "Retention", description: "What the size limit leaves of the ages that history is to be kept for.", kind: .lines,
    unit: .ratio,
    queries: [Query("\(M.storageRetentionRatio)", legend: "{{instance}}")], noValue: noAgent, width: 8)

  // MARK: Notifiers

  private static let told = Panel(
    title: "Alerts told", description: "Alerts that a notifier was told of, each time.", kind: .stacked,
    queries: [
      Query(.events(M.notifications, by: "instance, notifier"), legend: "{{instance}} {{notifier}}")
    ], noValue: noAgent, interval: Variable.slot, axis: "a slot")
  private static let notTold = Panel(
    title: "Alerts not told", description: "Attempts that failed, and alerts that were given up.", kind: .stacked,
    queries: [
      Query(.events(M.notificationsFailed, by: "instance, notifier"), legend: "{{instance}} {{notifier}} failed"),
      Query(.events(M.notificationsDropped, by: "instance, notifier"), legend: "{{instance}} {{notifier}} dropped"),
    ], noValue: noAgent, interval: Variable.slot, axis: "a slot")
}
