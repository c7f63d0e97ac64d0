{
  prometheusRules+:: {
    groups+: [
      {
        name: 'calcmon-recording',
        rules: [
          {
            record: 'instance:calcmon_target_breached:sum',
            expr: |||
              sum by (job, instance) (calcmon_target_breached{mix!="",%(calcmonSelector)s})
            ||| % $._config,
          },
          {
            record: 'instance:calcmon_target_unknown:sum',
            expr: |||
              sum by (job, instance) (calcmon_target_unknown{mix!="",%(calcmonSelector)s})
            ||| % $._config,
          },
          {
            record: 'instance_cause:calcmon_event_loop_stall_seconds:rate15m',
            expr: |||
              sum by (job, instance, cause) (rate(calcmon_event_loop_stall_seconds_total{%(calcmonSelector)s}[15m]))
            ||| % $._config,
          },
          {
            record: 'instance_mix_strategy_runtime:calcmon_event_loop_latency_seconds:p99_rate15m',
            expr: |||
              histogram_quantile(0.99, sum by (job, instance, mix, strategy, runtime, le) (rate(calcmon_event_loop_latency_seconds_bucket{%(calcmonSelector)s}[15m]))) >= 0
            ||| % $._config,
          },
          {
            record: 'mix_strategy_runtime:calcmon_event_loop_latency_seconds:p99_rate15m',
            expr: |||
              histogram_quantile(0.99, sum by (job, mix, strategy, runtime, le) (rate(calcmon_event_loop_latency_seconds_bucket{%(calcmonSelector)s}[15m]))) >= 0
            ||| % $._config,
          },
          {
            record: 'instance_mix_strategy_runtime:calcmon_run_items:rate15m',
            expr: |||
              sum by (job, instance, mix, strategy, runtime) (rate(calcmon_run_items_total{result="ok",%(calcmonSelector)s}[15m]))
                / (sum by (job, instance, mix, strategy, runtime) (rate(calcmon_run_wall_seconds_total{%(calcmonSelector)s}[15m])) > 0)
            ||| % $._config,
          },
          {
            record: 'instance_mix_strategy_runtime:calcmon_run_io_wait:ratio_rate15m',
            expr: |||
              sum by (job, instance, mix, strategy, runtime) (rate(calcmon_run_io_wait_seconds_total{%(calcmonSelector)s}[15m]))
                / (sum by (job, instance, mix, strategy, runtime) (rate(calcmon_run_wall_seconds_total{%(calcmonSelector)s}[15m])) > 0)
            ||| % $._config,
          },
          {
            record: 'instance_mix:calcmon_slots_missed:ratio_rate15m',
            expr: |||
              increase(calcmon_slots_missed_total{%(calcmonSelector)s}[15m])
                / (increase(calcmon_slots_total{%(calcmonSelector)s}[15m]) > 0)
            ||| % $._config,
          },
          {
            record: 'instance_resource_kind:calcmon_host_pressure_seconds:rate5m',
            expr: |||
              sum by (job, instance, resource, kind) (rate(calcmon_host_pressure_seconds_total{%(calcmonSelector)s}[5m]))
            ||| % $._config,
          },
          {
            record: 'instance_app:calcmon_target_breached:sum',
            expr: |||
              sum by (job, instance, app) (calcmon_target_breached{app!="",%(calcmonSelector)s})
            ||| % $._config,
          },
          {
            record: 'instance_app_cause:calcmon_app_event_loop_stall_seconds:rate5m',
            expr: |||
              sum by (job, instance, app, cause) (rate(calcmon_app_event_loop_stall_seconds_total{%(calcmonSelector)s}[5m]))
            ||| % $._config,
          },
          {
            record: 'instance_app:calcmon_app_event_loop_latency_seconds:p99_rate5m',
            expr: |||
              histogram_quantile(0.99, sum by (job, instance, app, le) (rate(calcmon_app_event_loop_latency_seconds_bucket{%(calcmonSelector)s}[5m]))) >= 0
            ||| % $._config,
          },
        ],
      },
    ],
  },
}
