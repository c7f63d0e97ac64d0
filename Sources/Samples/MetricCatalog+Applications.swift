/// Metrics of watched applications. Their label is `app`; there are no pids, stacks, tasks or loops among labels.
///
/// Verdicts on applications are those of runs, `calcmon_target_*`, with the label `app` in place of `mix`, `strategy` and `runtime`.
extension MetricCatalog {
  private static let app = ["app"]

  package static let appUp = Metric(
    .gauge, "calcmon_app_up", labels: app,
    "1 while a process of the application reports, 0 for five minutes after the last has left; then there is none of its series.")
  package static let appProcesses = Metric(
    .gauge, "calcmon_app_processes", labels: app, "Processes of the application that report.")
  package static let appLatency = Metric(
    latency, "calcmon_app_event_loop_latency_seconds", labels: app,
    "Lateness of the application's event loops at instants 10 ms apart, corrected for coordinated omission.")
  package static let appStalls = Metric(
    .counter, "calcmon_app_event_loop_stalls_total", labels: app + ["phase"],
    "Intervals in which an event loop of the application did not turn for longer than 100 ms, or what CALCMON_STALL_LIMIT says, while it ran (run) or started (startup)."
  )
  package static let appStallSeconds = Metric(
    .counter, "calcmon_app_event_loop_stall_seconds_total", labels: app + ["cause"],
    "Time of stalls, those of the start left out, by cause: callback, gc, gil, runqueue, throttled, steal, blocked or unexplained."
  )
  package static let appLoopSeconds = Metric(
    .counter, "calcmon_app_event_loop_seconds_total", labels: app + ["state"],
    "Time for which event loops of the application ran, and did something (active) or slept (idle); uvloop's are active while their thread is on a core."
  )
  package static let appStanding = Metric(
    .gauge, "calcmon_app_event_loop_standing_seconds", labels: app,
    "For how long the event loop that stands for longest has not turned by now; 0 while all turn.")
  package static let appReady = Metric(
    .gauge, "calcmon_app_ready_callbacks", labels: app,
    "Callbacks that were ready to run, at the most within the last second, in one loop.")
  package static let appTasks = Metric(.gauge, "calcmon_app_tasks", labels: app, "Tasks of asyncio, of all processes.")
  package static let appQueueDepth = Metric(
    .gauge, "calcmon_app_queue_depth", labels: app + ["queue"],
    "Items that wait in queues of that name, of all processes; more than 32 names share the name other.")
  package static let appQueueCapacity = Metric(
    .gauge, "calcmon_app_queue_capacity", labels: app + ["queue"],
    "Items that queues of that name have room for; absent if one of them has no limit.")
  package static let appExecutorBacklog = Metric(
    .gauge, "calcmon_app_executor_backlog", labels: app, "Calls that wait for a thread of the loops' default executors.")
  package static let appGC = Metric(
    .counter, "calcmon_app_gc_pause_seconds_total", labels: app + ["generation"],
    "Time for which Python's garbage collector stopped a process of the application, by generation.")
  package static let appCPU = Metric(
    .counter, "calcmon_app_cpu_seconds_total", labels: app + ["mode"], "CPU time of the application's processes.")
  package static let appMemory = Metric(
    .gauge, "calcmon_app_memory_bytes", labels: app,
    "Resident memory of the application's processes; pages that they share count for each.")
  package static let appIOWait = Metric(
    .counter, "calcmon_app_io_wait_seconds_total", labels: app,
    "Time in which a process had nothing to do but to wait for I/O steps that the application timed; absent if it timed none.")
  package static let appDropped = Metric(
    .counter, "calcmon_app_messages_dropped_total", labels: app + ["side"],
    "Messages of the application's probes that were not sent (app), or not understood (agent).")
  package static let appRefusals = Metric(
    .counter, "calcmon_app_refusals_total", labels: ["reason"],
    "Connections of applications that were not taken or were closed, and applications and processes beyond the limits, by reason; absent until there is an application."
  )

  /// In the order of the README's table.
  static let applications: [Metric] = [
    appUp, appProcesses, appLatency, appStalls, appStallSeconds, appLoopSeconds, appStanding, appReady, appTasks, appQueueDepth,
    appQueueCapacity, appExecutorBacklog, appGC, appCPU, appMemory, appIOWait, appDropped, appRefusals,
  ]
}
