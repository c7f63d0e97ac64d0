/// Every metric that calcmon exposes, once. Names and labels are a contract: dashboards and rules depend on them.
package enum MetricCatalog {
  private static let run = ["mix", "strategy", "runtime"]
  private static let quantiles = "median (0.5), 0.99 of 100 values at least, greatest (1)."

  /// Bounds for the latency of a loop and the time of an item: an edge exactly at the target of 0.1 s, and from 1 ms to 1.5 s each at
  /// most 1.7 times the one before. Exact figures are the gauges of the last run.
  static let latency = Metric.Kind.histogram(
    bounds: [
      0.0005, 0.001, 0.0015, 0.0025, 0.0035, 0.005, 0.007, 0.01, 0.015, 0.025, 0.035, 0.05, 0.07, 0.1, 0.15, 0.25, 0.35, 0.5,
      0.7, 1, 1.5, 2.5, 5, 10,
    ])
  private static let runDuration = Metric.Kind.histogram(bounds: [0.5, 1, 2.5, 5, 10, 25, 50, 100])

  // MARK: The agent

  package static let buildInfo = Metric(
    .gauge, "calcmon_build_info", labels: ["version", "revision", "swiftversion"],
    "A metric with the constant value 1, labelled with what calcmon was built from.")
  package static let slots = Metric(
    .counter, "calcmon_slots_total", labels: ["mix"],
    "Slots (intended starts of scheduled runs) that came due, missed ones included.")
  package static let slotsMissed = Metric(
    .counter, "calcmon_slots_missed_total", labels: ["mix"],
    "Slots in which no run was started: another run took too long, the agent was stopped or suspended, or the CPU budget was spent."
  )
  package static let canaryCPU = Metric(
    .counter, "calcmon_canary_cpu_seconds_total",
    "CPU time that runs have cost this host, start-up and runs that did not complete included: what the CPU budget bounds.")
  package static let canaryBudget = Metric(
    .gauge, "calcmon_canary_cpu_budget_cores",
    "Cores that runs may use on average: canaries.cpu_budget of the cores available to them.")
  package static let runtimeAvailable = Metric(
    .gauge, "calcmon_runtime_available", labels: ["runtime"],
    "1 if runs can be executed in the runtime, 0 if it is missing or too old.")
  package static let calibrationDrift = Metric(
    .gauge, "calcmon_calibration_drift_ratio", labels: ["runtime", "kernel"],
    "Speed of this host at the last check over its speed when it was calibrated; 1 is unchanged.")
  package static let samplerDuration = Metric(
    .gauge, "calcmon_sampler_duration_seconds", labels: ["sampler"],
    "Time that the sampler's last reading took.")
  package static let samplerSuccess = Metric(
    .gauge, "calcmon_sampler_success", labels: ["sampler"],
    "1 if the sampler's last reading succeeded, 0 if it failed.")
  package static let samplerAvailable = Metric(
    .gauge, "calcmon_sampler_available", labels: ["sampler"],
    "0 if this kernel or user does not offer what the sampler reads, else 1.")
  package static let samplerFailures = Metric(
    .counter, "calcmon_sampler_failures_total", labels: ["sampler"],
    "Readings of the sampler that failed, those of what is not offered left out.")

  package static let httpRequests = Metric(
    .counter, "calcmon_http_requests_total", labels: ["code"], "HTTP requests answered, by status code.")
  package static let httpConnections = Metric(
    .counter, "calcmon_http_connection_events_total", labels: ["event"],
    "Connections accepted; evicted or turned_away for want of room; idled, stalled or failed in their handshake; and accepts that failed."
  )
  package static let webCertificateExpiry = Metric(
    .gauge, "calcmon_web_certificate_expiry_timestamp_seconds",
    "Unix time at which the certificate that the endpoint shows ends to be valid.")
  package static let webReloadFailures = Metric(
    .counter, "calcmon_web_config_reload_failures_total",
    "Looks, at most one a second, at a web configuration that could not be used; the old one stays in force.")

  // MARK: Runs

  package static let runs = Metric(
    .counter, "calcmon_runs_total", labels: run + ["outcome"], "Runs ended, by outcome.")
  package static let runFailing = Metric(
    .gauge, "calcmon_run_failing", labels: run,
    "1 if the newest run did not complete, or more than one in a hundred of its items failed, else 0; cancelled runs left out.")
  package static let runDurationSeconds = Metric(
    runDuration, "calcmon_run_duration_seconds", labels: run,
    "Time from the first item's intended start to the last item's end, of completed runs.")
  package static let runItems = Metric(
    .counter, "calcmon_run_items_total", labels: run + ["result"], "Items executed, by result.")
  package static let runRetries = Metric(
    .counter, "calcmon_run_retries_total", labels: run, "Attempts after the first, of all items.")
  package static let itemDuration = Metric(
    latency, "calcmon_item_duration_seconds", labels: run,
    "Time of an item from its intended start to its end.")
  package static let ioStepDuration = Metric(
    latency, "calcmon_io_step_duration_seconds", labels: run + ["io"],
    "Time of an item's I/O step, until the item runs again.")
  package static let cpuStepDuration = Metric(
    latency, "calcmon_cpu_step_duration_seconds", labels: run,
    "CPU time of an item's CPU step.")
  package static let queueWait = Metric(
    latency, "calcmon_queue_wait_seconds", labels: run,
    "Time of an item from its intended start to its actual start.")
  package static let queueDepth = Metric(
    .gauge, "calcmon_queue_depth", labels: run,
    "Items accepted and not yet started, now; 0 while no run is under way.")
  package static let eventLoopLatency = Metric(
    latency, "calcmon_event_loop_latency_seconds", labels: run,
    "Lateness of a 10 ms tick on the event loop under test, corrected for coordinated omission.")
  package static let eventLoopStalls = Metric(
    .counter, "calcmon_event_loop_stalls_total", labels: run,
    "Intervals in which the event loop under test did not turn for longer than sampling.stall_limit, 100 ms without a configuration."
  )
  package static let eventLoopHostStalls = Metric(
    .counter, "calcmon_event_loop_host_stalls_total", labels: run,
    "Stalls that the host caused: most of the time went to waiting for a core, or the idle loop beside the run was late as well.")
  package static let eventLoopStallSeconds = Metric(
    .counter, "calcmon_event_loop_stall_seconds_total", labels: run + ["cause"],
    "Time of stalls by cause: callback, gc, gil, runqueue, throttled, steal, blocked or unexplained.")
  package static let controlLatency = Metric(
    latency, "calcmon_control_latency_seconds", labels: [],
    "Lateness of a 10 ms tick on an idle event loop of the agent's own beside each run: what this host does to a loop that does nothing."
  )
  package static let runCPU = Metric(
    .counter, "calcmon_run_cpu_seconds_total", labels: run + ["mode"],
    "CPU time of the process trees of completed runs.")
  package static let runWall = Metric(
    .counter, "calcmon_run_wall_seconds_total", labels: run, "Wall time of completed runs.")
  package static let runCPUWait = Metric(
    .counter, "calcmon_run_cpu_wait_seconds_total", labels: run + ["cause"],
    "Time for which threads of runs were ready and had no core, by cause: runqueue, throttled (CPU quota) or steal (hypervisor).")
  package static let runIOWait = Metric(
    .counter, "calcmon_run_io_wait_seconds_total", labels: run,
    "Wall time of completed runs in which every item in flight waited for I/O.")
  package static let memoryGrowth = Metric(
    .gauge, "calcmon_memory_growth_bytes_per_second", labels: run,
    "Theil-Sen slope of the memory of the last completed run, warm-up left out.")

  // MARK: The last run

  package static let lastRunTimestamp = Metric(
    .gauge, "calcmon_last_run_timestamp_seconds", labels: run,
    "Unix time at which the last completed run ended.")
  package static let lastRunDuration = Metric(
    .gauge, "calcmon_last_run_duration_seconds", labels: run, "Duration of the last completed run.")
  package static let lastRunIdealRatio = Metric(
    .gauge, "calcmon_last_run_ideal_ratio", labels: run,
    "Duration of the last completed run over the ideal time of its work; 1 is perfect.")
  package static let lastRunCPUUtilization = Metric(
    .gauge, "calcmon_last_run_cpu_utilization_ratio", labels: run,
    "CPU time of the last completed run over its wall time and the cores available to it.")
  package static let lastRunIOWait = Metric(
    .gauge, "calcmon_last_run_io_wait_ratio", labels: run,
    "Share of the last completed run in which every item in flight waited for I/O.")
  package static let lastRunMemoryPeak = Metric(
    .gauge, "calcmon_last_run_memory_peak_bytes", labels: run,
    "Peak memory of the last completed run's process tree, PSS where readable, else RSS.")
  package static let lastRunMemoryProportional = Metric(
    .gauge, "calcmon_last_run_memory_proportional", labels: run,
    "1 if the memory of the last completed run is PSS, 0 if it is RSS, which counts shared pages more than once.")
  package static let lastRunQueuePeak = Metric(
    .gauge, "calcmon_last_run_queue_peak", labels: run, "Deepest queue of the last completed run.")

  package static let lastRunItemsPerSecond = Metric(
    .gauge, "calcmon_last_run_items_per_second", labels: run,
    "Items of the last completed run that came to a result of some kind, over its duration.")
  package static let lastRunOpenLoop = Metric(
    .gauge, "calcmon_last_run_open_loop", labels: run,
    "1 if the items of the last completed run arrived at times of their own, 0 if all were there from the start, or there were none."
  )
  package static let lastRunEventLoopLatency = Metric(
    .gauge, "calcmon_last_run_event_loop_latency_seconds", labels: run + ["quantile"],
    "Lateness of the ticks of the last completed run, of its own ticks and not of buckets: \(quantiles)"
  )
  package static let lastRunItemDuration = Metric(
    .gauge, "calcmon_last_run_item_duration_seconds", labels: run + ["quantile"],
    "Time of an item of the last completed run, from its intended start to its end: \(quantiles)"
  )
  package static let lastRunIOStepDuration = Metric(
    .gauge, "calcmon_last_run_io_step_duration_seconds", labels: run + ["io", "quantile"],
    "Time of an I/O step of the last completed run, until the item runs again: \(quantiles)"
  )
  package static let lastRunQueueWait = Metric(
    .gauge, "calcmon_last_run_queue_wait_seconds", labels: run + ["quantile"],
    "Time of an item of the last completed run from its intended to its actual start: \(quantiles)"
  )

  // MARK: Targets

  package static let targetValue = Metric(
    .gauge, "calcmon_target_value", labels: run + ["target"], ofApplications: ["app", "target"],
    "Value judged against the target, in base units; absent while there is none.")
  package static let targetLimit = Metric(
    .gauge, "calcmon_target_limit", labels: run + ["target", "bound"], ofApplications: ["app", "target", "bound"],
    "Limit of the target, in the unit of its value.")
  package static let targetBreached = Metric(
    .gauge, "calcmon_target_breached", labels: run + ["target"], ofApplications: ["app", "target"],
    "1 if the target is breached, else 0.")
  package static let targetCause = Metric(
    .gauge, "calcmon_target_cause", labels: run + ["target", "cause"], ofApplications: ["app", "target", "cause"],
    "1 for the cause of a target that is breached (program, host or unexplained), or for which the host left too little (host); 0 for the others."
  )
  package static let targetUnknown = Metric(
    .gauge, "calcmon_target_unknown", labels: run + ["target"], ofApplications: ["app", "target"],
    "1 if there is no data, or too few samples, to judge the target, else 0.")

  package static let targetCritical = Metric(
    .gauge, "calcmon_target_critical", labels: run + ["target"], ofApplications: ["app", "target"],
    "1 if the target is breached by its critical limit as well and the host is not to blame, else 0; absent without such a limit."
  )

  package static let targetBadRuns = Metric(
    .gauge, "calcmon_target_bad_runs", labels: run + ["target"], ofApplications: ["app", "target"],
    "How many of the newest runs, or intervals of an application, broke the target, each judged alone; of as many as alerting.bad_runs looks at."
  )
  package static let targetCriticalRuns = Metric(
    .gauge, "calcmon_target_critical_runs", labels: run + ["target"], ofApplications: ["app", "target"],
    "How many of the newest runs, or intervals of an application, broke the target's critical limit, each judged alone; absent without such a limit."
  )
  package static let targetBadRunsNeeded = Metric(
    .gauge, "calcmon_target_bad_runs_needed", labels: run + ["target"], ofApplications: ["app", "target"],
    "How many of the newest runs, or intervals of an application, must be bad before a breach becomes an alert.")

  // MARK: Alerts

  package static let alertingEnabled = Metric(
    .gauge, "calcmon_alerting_enabled", labels: run, ofApplications: ["app"],
    "1 if breaches and failures become alerts, 0 if runs are judged only, as baselines are.")
  package static let failedRuns = Metric(
    .gauge, "calcmon_failed_runs", labels: run,
    "How many of the newest runs failed, crashed, or were stopped at their deadline; of as many as alerting.bad_runs looks at.")
  package static let failedRunsNeeded = Metric(
    .gauge, "calcmon_failed_runs_needed", labels: run, "How many of the newest runs must fail before that becomes an alert.")
  package static let alerts = Metric(
    .gauge, "calcmon_alerts", labels: ["alertname", "state"], "Alerts that are pending, or firing.")
  package static let alertsDropped = Metric(
    .counter, "calcmon_alerts_dropped_total", "Alerts that were not made, since there were too many of their rule.")
  package static let notifications = Metric(
    .counter, "calcmon_notifications_total", labels: ["notifier"], "Alerts that a notifier was told of, each time.")
  package static let notificationsFailed = Metric(
    .counter, "calcmon_notifications_failed_total", labels: ["notifier"],
    "Alerts that a notifier could not be told of, each attempt.")
  package static let notificationsDropped = Metric(
    .counter, "calcmon_notifications_dropped_total", labels: ["notifier"],
    "Alerts that a notifier was not told of, since its queue was full or the agent stopped.")

  // MARK: Configuration

  package static let reloadSuccessful = Metric(
    .gauge, "calcmon_config_last_reload_successful",
    "1 if the configuration was taken when it was last read, 0 if it was refused.")
  package static let reloadTimestamp = Metric(
    .gauge, "calcmon_config_last_reload_success_timestamp_seconds", "Unix time at which a configuration was last taken.")

  // MARK: The log

  package static let logDropped = Metric(
    .counter, "calcmon_log_dropped_total",
    "Lines of the agent's log that were not written, since the other end took nothing, or there was no room.")

  // MARK: Storage

  package static let storageSamples = Metric(
    .counter, "calcmon_storage_samples_total", "Samples written to the database.")
  package static let storageUp = Metric(
    .gauge, "calcmon_storage_up", "1 if the database took what was last written to it, 0 if it refused it or cannot be opened.")
  package static let storageWriteFailures = Metric(
    .counter, "calcmon_storage_write_failures_total", labels: ["reason"],
    "Transactions that the database refused, and openings: full, io_error, locked, read_only, corrupt, moved, refused or other.")
  package static let storageQueuedSamples = Metric(
    .gauge, "calcmon_storage_queued_samples", "Samples that wait to be written to the database.")
  package static let storageDropped = Metric(
    .counter, "calcmon_storage_dropped_samples_total",
    "Samples given up because the queue to the database was full, or the database would never take them.")
  package static let storageBytes = Metric(
    .gauge, "calcmon_storage_bytes", "Size of the database file and its write-ahead log.")
  package static let storageLogBytes = Metric(
    .gauge, "calcmon_storage_wal_bytes", "Size of the database's write-ahead log; it grows while somebody reads for long.")
  package static let storageCleanStart = Metric(
    .gauge, "calcmon_storage_clean_start",
    "1 if the database was as it should be when it was opened, 0 if it had not been closed or something is missing, -1 if there was none."
  )
  package static let storageLostSeconds = Metric(
    .gauge, "calcmon_storage_lost_seconds", "History that had been written and was found missing since the agent's start.")
  package static let storageSetAside = Metric(
    .counter, "calcmon_storage_set_aside_total", "Damaged databases that were renamed, so that a new one could be begun.")
  package static let storageDamagedRows = Metric(
    .counter, "calcmon_storage_damaged_rows_total", labels: ["table"],
    "Rows of the history that cannot be read and were left out, by table, each once; absent until there is one.")
  package static let storageRetentionRatio = Metric(
    .gauge, "calcmon_storage_retention_ratio", "What the size limit leaves of the ages that history is to be kept for; 1 is all.")

  // MARK: The host

  package static let hostSteal = Metric(
    .counter, "calcmon_host_steal_seconds_total",
    "Time that processors of this machine were ready to run and the hypervisor ran something else, summed over processors.")
  package static let hostPressure = Metric(
    .counter, "calcmon_host_pressure_seconds_total", labels: ["resource", "kind"],
    "Time in which some tasks of this machine, or all that were not idle (full), were held up for want of the resource.")
  package static let cgroupThrottled = Metric(
    .counter, "calcmon_cgroup_throttled_seconds_total",
    "Time for which CPU quotas stopped the agent's control group and those above it, summed over groups and processors.")

  // MARK: The agent's own process

  package static let processCPU = Metric(
    .counter, "process_cpu_seconds_total", "User and system CPU time of the agent, runs left out.")
  package static let processOpenFDs = Metric(
    .gauge, "process_open_fds", "Open file descriptors of the agent.")
  package static let processMaxFDs = Metric(
    .gauge, "process_max_fds", "Limit on the agent's open file descriptors.")
  package static let processResident = Metric(
    .gauge, "process_resident_memory_bytes", "Resident memory of the agent.")
  package static let processVirtual = Metric(
    .gauge, "process_virtual_memory_bytes", "Virtual memory of the agent.")
  package static let processStart = Metric(
    .gauge, "process_start_time_seconds", "Unix time at which the agent started.")

  /// All of them, in the order of the README's table.
  package static let all: [Metric] = beforeApplications + applications + afterApplications

  private static let beforeApplications: [Metric] = [
    buildInfo, runtimeAvailable, calibrationDrift, canaryCPU, canaryBudget, slots, slotsMissed, samplerDuration, samplerSuccess,
    samplerAvailable, samplerFailures, httpRequests, httpConnections, webCertificateExpiry, webReloadFailures,
    runs, runFailing, runDurationSeconds, runItems, runRetries, itemDuration, ioStepDuration, cpuStepDuration, queueWait,
    queueDepth,
    eventLoopLatency, eventLoopStalls, eventLoopHostStalls, eventLoopStallSeconds, controlLatency, runCPU, runCPUWait,
    runWall, runIOWait, memoryGrowth,
    lastRunTimestamp, lastRunDuration, lastRunIdealRatio, lastRunCPUUtilization, lastRunIOWait,
    lastRunMemoryPeak, lastRunMemoryProportional, lastRunQueuePeak, lastRunItemsPerSecond, lastRunOpenLoop,
    lastRunEventLoopLatency, lastRunItemDuration, lastRunIOStepDuration, lastRunQueueWait,
    targetValue, targetLimit, targetBreached, targetCause, targetUnknown, targetCritical,
    targetBadRuns, targetCriticalRuns, targetBadRunsNeeded,
  ]
  private static let afterApplications: [Metric] = [
    alertingEnabled, failedRuns, failedRunsNeeded, alerts, alertsDropped, notifications, notificationsFailed,
    notificationsDropped,
    reloadSuccessful, reloadTimestamp, logDropped,
    storageSamples, storageUp, storageWriteFailures, storageQueuedSamples, storageDropped, storageBytes, storageLogBytes,
    storageCleanStart, storageLostSeconds, storageSetAside, storageDamagedRows,
    storageRetentionRatio,
    hostSteal, hostPressure, cgroupThrottled,
    processCPU, processOpenFDs, processMaxFDs, processResident, processVirtual, processStart,
  ]
}
