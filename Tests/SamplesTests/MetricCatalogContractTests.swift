import Samples
import Testing

/// Dashboards and rules depend on names, types and labels: a change here is a change of the contract.
@Suite struct MetricCatalogContractTests {
  private static let contract = """
    counter calcmon_alerts_dropped_total{}
    counter calcmon_app_cpu_seconds_total{app,mode}
    counter calcmon_app_event_loop_seconds_total{app,state}
    counter calcmon_app_event_loop_stall_seconds_total{app,cause}
    counter calcmon_app_event_loop_stalls_total{app,phase}
    counter calcmon_app_gc_pause_seconds_total{app,generation}
    counter calcmon_app_io_wait_seconds_total{app}
    counter calcmon_app_messages_dropped_total{app,side}
    counter calcmon_app_refusals_total{reason}
    counter calcmon_canary_cpu_seconds_total{}
    counter calcmon_cgroup_throttled_seconds_total{}
    counter calcmon_event_loop_host_stalls_total{mix,runtime,strategy}
    counter calcmon_event_loop_stall_seconds_total{cause,mix,runtime,strategy}
    counter calcmon_event_loop_stalls_total{mix,runtime,strategy}
    counter calcmon_host_pressure_seconds_total{kind,resource}
    counter calcmon_host_steal_seconds_total{}
    counter calcmon_http_connection_events_total{event}
    counter calcmon_http_requests_total{code}
    counter calcmon_log_dropped_total{}
    counter calcmon_notifications_dropped_total{notifier}
    counter calcmon_notifications_failed_total{notifier}
    counter calcmon_notifications_total{notifier}
    counter calcmon_run_cpu_seconds_total{mix,mode,runtime,strategy}
    counter calcmon_run_cpu_wait_seconds_total{cause,mix,runtime,strategy}
    counter calcmon_run_io_wait_seconds_total{mix,runtime,strategy}
    counter calcmon_run_items_total{mix,result,runtime,strategy}
    counter calcmon_run_retries_total{mix,runtime,strategy}
    counter calcmon_run_wall_seconds_total{mix,runtime,strategy}
    counter calcmon_runs_total{mix,outcome,runtime,strategy}
    counter calcmon_sampler_failures_total{sampler}
    counter calcmon_slots_missed_total{mix}
    counter calcmon_slots_total{mix}
    counter calcmon_storage_damaged_rows_total{table}
    counter calcmon_storage_dropped_samples_total{}
    counter calcmon_storage_samples_total{}
    counter calcmon_storage_set_aside_total{}
    counter calcmon_storage_write_failures_total{reason}
    counter calcmon_web_config_reload_failures_total{}
    counter process_cpu_seconds_total{}
    gauge calcmon_alerting_enabled{app}
    gauge calcmon_alerting_enabled{mix,runtime,strategy}
    gauge calcmon_alerts{alertname,state}
    gauge calcmon_app_event_loop_standing_seconds{app}
    gauge calcmon_app_executor_backlog{app}
    gauge calcmon_app_memory_bytes{app}
    gauge calcmon_app_processes{app}
    gauge calcmon_app_queue_capacity{app,queue}
    gauge calcmon_app_queue_depth{app,queue}
    gauge calcmon_app_ready_callbacks{app}
    gauge calcmon_app_tasks{app}
    gauge calcmon_app_up{app}
    gauge calcmon_build_info{revision,swiftversion,version}
    gauge calcmon_calibration_drift_ratio{kernel,runtime}
    gauge calcmon_canary_cpu_budget_cores{}
    gauge calcmon_config_last_reload_success_timestamp_seconds{}
    gauge calcmon_config_last_reload_successful{}
    gauge calcmon_failed_runs_needed{mix,runtime,strategy}
    gauge calcmon_failed_runs{mix,runtime,strategy}
    gauge calcmon_last_run_cpu_utilization_ratio{mix,runtime,strategy}
    gauge calcmon_last_run_duration_seconds{mix,runtime,strategy}
    gauge calcmon_last_run_event_loop_latency_seconds{mix,quantile,runtime,strategy}
    gauge calcmon_last_run_ideal_ratio{mix,runtime,strategy}
    gauge calcmon_last_run_io_step_duration_seconds{io,mix,quantile,runtime,strategy}
    gauge calcmon_last_run_io_wait_ratio{mix,runtime,strategy}
    gauge calcmon_last_run_item_duration_seconds{mix,quantile,runtime,strategy}
    gauge calcmon_last_run_items_per_second{mix,runtime,strategy}
    gauge calcmon_last_run_memory_peak_bytes{mix,runtime,strategy}
    gauge calcmon_last_run_memory_proportional{mix,runtime,strategy}
    gauge calcmon_last_run_open_loop{mix,runtime,strategy}
    gauge calcmon_last_run_queue_peak{mix,runtime,strategy}
    gauge calcmon_last_run_queue_wait_seconds{mix,quantile,runtime,strategy}
    gauge calcmon_last_run_timestamp_seconds{mix,runtime,strategy}
    gauge calcmon_memory_growth_bytes_per_second{mix,runtime,strategy}
    gauge calcmon_queue_depth{mix,runtime,strategy}
    gauge calcmon_run_failing{mix,runtime,strategy}
    gauge calcmon_runtime_available{runtime}
    gauge calcmon_sampler_available{sampler}
    gauge calcmon_sampler_duration_seconds{sampler}
    gauge calcmon_sampler_success{sampler}
    gauge calcmon_storage_bytes{}
    gauge calcmon_storage_clean_start{}
    gauge calcmon_storage_lost_seconds{}
    gauge calcmon_storage_queued_samples{}
    gauge calcmon_storage_retention_ratio{}
    gauge calcmon_storage_up{}
    gauge calcmon_storage_wal_bytes{}
    gauge calcmon_target_bad_runs_needed{app,target}
    gauge calcmon_target_bad_runs_needed{mix,runtime,strategy,target}
    gauge calcmon_target_bad_runs{app,target}
    gauge calcmon_target_bad_runs{mix,runtime,strategy,target}
    gauge calcmon_target_breached{app,target}
    gauge calcmon_target_breached{mix,runtime,strategy,target}
    gauge calcmon_target_cause{app,cause,target}
    gauge calcmon_target_cause{cause,mix,runtime,strategy,target}
    gauge calcmon_target_critical_runs{app,target}
    gauge calcmon_target_critical_runs{mix,runtime,strategy,target}
    gauge calcmon_target_critical{app,target}
    gauge calcmon_target_critical{mix,runtime,strategy,target}
    gauge calcmon_target_limit{app,bound,target}
    gauge calcmon_target_limit{bound,mix,runtime,strategy,target}
    gauge calcmon_target_unknown{app,target}
    gauge calcmon_target_unknown{mix,runtime,strategy,target}
    gauge calcmon_target_value{app,target}
    gauge calcmon_target_value{mix,runtime,strategy,target}
    gauge calcmon_web_certificate_expiry_timestamp_seconds{}
    gauge process_max_fds{}
    gauge process_open_fds{}
    gauge process_resident_memory_bytes{}
    gauge process_start_time_seconds{}
    gauge process_virtual_memory_bytes{}
    histogram calcmon_app_event_loop_latency_seconds{app}
    histogram calcmon_control_latency_seconds{}
    histogram calcmon_cpu_step_duration_seconds{mix,runtime,strategy}
    histogram calcmon_event_loop_latency_seconds{mix,runtime,strategy}
    histogram calcmon_io_step_duration_seconds{io,mix,runtime,strategy}
    histogram calcmon_item_duration_seconds{mix,runtime,strategy}
    histogram calcmon_queue_wait_seconds{mix,runtime,strategy}
    histogram calcmon_run_duration_seconds{mix,runtime,strategy}
    """

  @Test func `types, names and labels are those of the contract`() {
    let found = MetricCatalog.all.flatMap { metric in
      [metric.labels, metric.applicationLabels].compactMap { $0 }.map {
        "\(metric.kind.word) \(metric.name){\($0.joined(separator: ","))}"
      }
    }.sorted()
    #expect(found == Self.contract.split(separator: "\n").map(String.init))
  }
}
