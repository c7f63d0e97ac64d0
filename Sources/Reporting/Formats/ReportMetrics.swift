import Samples

/// The metrics of `calcmon report --output.textfile`, once. Names and labels are a contract, like those of `MetricCatalog`: it has what
/// the agent measures now, these tell of the report's window.
package enum ReportMetrics {
  private static let run = ["mix", "strategy", "runtime"]

  static let targetValue = Metric(
    .gauge, "calcmon_report_target_value", labels: run + ["target"], ofApplications: ["app", "target"],
    "Value judged against the target over the window, in base units; absent where there is none.")
  static let targetLimit = Metric(
    .gauge, "calcmon_report_target_limit", labels: run + ["target", "bound"], ofApplications: ["app", "target", "bound"],
    "Limit of the target, in the unit of its value.")
  static let targetBreached = Metric(
    .gauge, "calcmon_report_target_breached", labels: run + ["target"], ofApplications: ["app", "target"],
    "1 if the target is breached in the window, else 0.")
  static let targetCause = Metric(
    .gauge, "calcmon_report_target_cause", labels: run + ["target", "cause"], ofApplications: ["app", "target", "cause"],
    "1 if the target is breached in the window and the cause is at fault, else 0: program, host or unexplained.")
  static let targetUnknown = Metric(
    .gauge, "calcmon_report_target_unknown", labels: run + ["target"], ofApplications: ["app", "target"],
    "1 if there is no data, or too few samples, to judge the target in the window, else 0.")
  static let runs = Metric(
    .gauge, "calcmon_report_runs", labels: run + ["outcome"], "Runs that ended in the window, by outcome.")
  static let failureRatio = Metric(
    .gauge, "calcmon_report_failure_ratio", labels: run,
    "Share of the runs that failed in the window, or of the items of the completed ones if that is greater; absent where no run counts."
  )
  static let failureBreached = Metric(
    .gauge, "calcmon_report_failure_breached", labels: run,
    "1 if more than one in a hundred of the runs, or of their items, failed in the window, else 0.")
  static let stallSeconds = Metric(
    .gauge, "calcmon_report_stall_seconds", labels: run + ["cause"], ofApplications: ["app", "cause"],
    "Time of stalls of the runs in the window, by cause: callback, gc, gil, runqueue, throttled, steal, blocked or unexplained.")
  static let verdict = Metric(
    .gauge, "calcmon_report_verdict", labels: ["verdict"], "1 for the verdict of the window, 0 for the other two.")
  static let damagedRows = Metric(
    .gauge, "calcmon_report_damaged_rows", "Rows of the history that cannot be read: the verdict is of the others.")
  static let windowSeconds = Metric(.gauge, "calcmon_report_window_seconds", "Length of the window.")
  static let timestamp = Metric(.gauge, "calcmon_report_timestamp_seconds", "Unix time at which the window ends.")
}
