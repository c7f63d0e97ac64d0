import Samples

private typealias M = MetricCatalog

extension RecordingRule {
  /// What is asked for often, over many hosts or long ranges.
  package static let all: [RecordingRule] =
    [
      RecordingRule(record: "instance:calcmon_target_breached:sum", expression: "sum by (job, instance) (\(M.targetBreached))"),
      RecordingRule(record: "instance:calcmon_target_unknown:sum", expression: "sum by (job, instance) (\(M.targetUnknown))"),
      RecordingRule(
        record: "instance_cause:calcmon_event_loop_stall_seconds:rate15m",
        expression: "sum by (job, instance, cause) (rate(\(M.eventLoopStallSeconds)[15m]))"),
      RecordingRule(
        record: "instance_mix_strategy_runtime:calcmon_event_loop_latency_seconds:p99_rate15m",
        expression:
          "histogram_quantile(0.99, sum by (job, instance, mix, strategy, runtime, le) (rate(\(bucketsOf: M.eventLoopLatency)[15m]))) >= 0"
      ),
      RecordingRule(
        record: "mix_strategy_runtime:calcmon_event_loop_latency_seconds:p99_rate15m",
        expression:
          "histogram_quantile(0.99, sum by (job, mix, strategy, runtime, le) (rate(\(bucketsOf: M.eventLoopLatency)[15m]))) >= 0"
      ),
      RecordingRule(
        record: "instance_mix_strategy_runtime:calcmon_run_items:rate15m",
        expression: """
          sum by (job, instance, mix, strategy, runtime) (rate(\(M.runItems, ["result": "ok"])[15m]))
            / (sum by (job, instance, mix, strategy, runtime) (rate(\(M.runWall)[15m])) > 0)
          """),
      RecordingRule(
        record: "instance_mix_strategy_runtime:calcmon_run_io_wait:ratio_rate15m",
        expression: """
          sum by (job, instance, mix, strategy, runtime) (rate(\(M.runIOWait)[15m]))
            / (sum by (job, instance, mix, strategy, runtime) (rate(\(M.runWall)[15m])) > 0)
          """),
      RecordingRule(record: "instance_mix:calcmon_slots_missed:ratio_rate15m", expression: AlertingRule.missedShare),
      RecordingRule(
        record: "instance_resource_kind:calcmon_host_pressure_seconds:rate5m",
        expression: "sum by (job, instance, resource, kind) (rate(\(M.hostPressure)[5m]))"),
    ] + ofApplications

  private static let ofApplications: [RecordingRule] = [
    RecordingRule(
      record: "instance_app:calcmon_target_breached:sum",
      expression: "sum by (job, instance, app) (\(ofApplications: M.targetBreached))"),
    RecordingRule(
      record: "instance_app_cause:calcmon_app_event_loop_stall_seconds:rate5m",
      expression: "sum by (job, instance, app, cause) (rate(\(M.appStallSeconds)[5m]))"),
    RecordingRule(
      record: "instance_app:calcmon_app_event_loop_latency_seconds:p99_rate5m",
      expression:
        "histogram_quantile(0.99, sum by (job, instance, app, le) (rate(\(bucketsOf: M.appLatency)[5m]))) >= 0"),
  ]
}
