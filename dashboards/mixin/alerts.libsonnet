{
  prometheusAlerts+:: {
    groups+: [
      {
        name: 'calcmon-alerts',
        rules: [
          {
            alert: 'CalcmonEventLoopLatencyHigh',
            expr: |||
              (
                last_over_time((
                  max without (target) (
                    calcmon_target_value{target="event_loop_latency",%(calcmonSelector)s}
                    and calcmon_target_breached{target="event_loop_latency",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="event_loop_latency",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="event_loop_latency",%(calcmonSelector)s})
                    and ignoring (target) calcmon_alerting_enabled{%(calcmonSelector)s} == 1
                  )
                )[6m:])
                and
                last_over_time((
                  count_over_time((
                  max without (target) (
                    calcmon_target_value{target="event_loop_latency",%(calcmonSelector)s}
                    and calcmon_target_breached{target="event_loop_latency",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="event_loop_latency",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="event_loop_latency",%(calcmonSelector)s})
                    and ignoring (target) calcmon_alerting_enabled{%(calcmonSelector)s} == 1
                  )
                  )[135s:15s]) >= 9
                )[8m:])
              )
              + on (job, instance, mix, strategy, runtime) group_left (cause)
              0 * topk by (job, instance, mix, strategy, runtime) (1,
                max_over_time(timestamp(max without (target) (calcmon_target_cause{target="event_loop_latency",%(calcmonSelector)s} == 1))[6m:])
                or
                label_replace(0 * max_over_time(calcmon_target_breached{target="event_loop_latency",%(calcmonSelector)s}[6m]), "cause", "unexplained", "", "")
              )
            ||| % $._config,
            labels: {
              severity: 'warning',
            },
            annotations: {
              summary: 'The event loop is late ({{ $labels.mix }}, {{ $labels.strategy }}, {{ $labels.runtime }}) on {{ $labels.instance }}.',
              description: 'The loop was late by {{ $value | humanizeDuration }} over the runs of up to 15 minutes.{{ with printf `calcmon_target_limit{job="%s",instance="%s",mix="%s",strategy="%s",runtime="%s",target="event_loop_latency",bound="upper"}` $labels.job $labels.instance $labels.mix $labels.strategy $labels.runtime | query }} The target is less than {{ . | first | value | humanizeDuration }}.{{ end }}{{ with printf `topk(1, increase(calcmon_event_loop_stall_seconds_total{job="%s",instance="%s",mix="%s",strategy="%s",runtime="%s"}[15m]) > 0)` $labels.job $labels.instance $labels.mix $labels.strategy $labels.runtime | query }} The loop stood still, most of the time by cause {{ . | first | label `cause` }}.{{ end }}{{ with printf `max_over_time(calcmon_target_bad_runs{job="%s",instance="%s",mix="%s",strategy="%s",runtime="%s",target="event_loop_latency"}[6m])` $labels.job $labels.instance $labels.mix $labels.strategy $labels.runtime | query }} {{ . | first | value }} of the newest runs broke the target.{{ end }}',
              runbook_url: $._config.runbookURLPattern % 'CalcmonEventLoopLatencyHigh',
            },
          },
          {
            alert: 'CalcmonEventLoopLatencyHigh',
            expr: |||
              (
                last_over_time((
                  max without (target) (
                    calcmon_target_value{target="event_loop_latency",%(calcmonSelector)s}
                    and calcmon_target_critical{target="event_loop_latency",%(calcmonSelector)s} == 1
                    and (calcmon_target_critical_runs{target="event_loop_latency",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="event_loop_latency",%(calcmonSelector)s})
                    and ignoring (target) calcmon_alerting_enabled{%(calcmonSelector)s} == 1
                  )
                )[6m:])
                and
                last_over_time((
                  count_over_time((
                  max without (target) (
                    calcmon_target_value{target="event_loop_latency",%(calcmonSelector)s}
                    and calcmon_target_critical{target="event_loop_latency",%(calcmonSelector)s} == 1
                    and (calcmon_target_critical_runs{target="event_loop_latency",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="event_loop_latency",%(calcmonSelector)s})
                    and ignoring (target) calcmon_alerting_enabled{%(calcmonSelector)s} == 1
                  )
                  )[135s:15s]) >= 9
                )[8m:])
              )
              + on (job, instance, mix, strategy, runtime) group_left (cause)
              0 * topk by (job, instance, mix, strategy, runtime) (1,
                max_over_time(timestamp(max without (target) (calcmon_target_cause{target="event_loop_latency",%(calcmonSelector)s} == 1))[6m:])
                or
                label_replace(0 * max_over_time(calcmon_target_breached{target="event_loop_latency",%(calcmonSelector)s}[6m]), "cause", "unexplained", "", "")
              )
            ||| % $._config,
            labels: {
              severity: 'critical',
            },
            annotations: {
              summary: 'The event loop is late ({{ $labels.mix }}, {{ $labels.strategy }}, {{ $labels.runtime }}) on {{ $labels.instance }}.',
              description: 'The loop was late by {{ $value | humanizeDuration }} over the runs of up to 15 minutes.{{ with printf `calcmon_target_limit{job="%s",instance="%s",mix="%s",strategy="%s",runtime="%s",target="event_loop_latency",bound="upper"}` $labels.job $labels.instance $labels.mix $labels.strategy $labels.runtime | query }} The target is less than {{ . | first | value | humanizeDuration }}.{{ end }}{{ with printf `topk(1, increase(calcmon_event_loop_stall_seconds_total{job="%s",instance="%s",mix="%s",strategy="%s",runtime="%s"}[15m]) > 0)` $labels.job $labels.instance $labels.mix $labels.strategy $labels.runtime | query }} The loop stood still, most of the time by cause {{ . | first | label `cause` }}.{{ end }}{{ with printf `max_over_time(calcmon_target_critical_runs{job="%s",instance="%s",mix="%s",strategy="%s",runtime="%s",target="event_loop_latency"}[6m])` $labels.job $labels.instance $labels.mix $labels.strategy $labels.runtime | query }} {{ . | first | value }} of the newest runs broke the target.{{ end }}',
              runbook_url: $._config.runbookURLPattern % 'CalcmonEventLoopLatencyHigh',
            },
          },
          {
            alert: 'CalcmonQueueGrowing',
            expr: |||
              (
                last_over_time((
                  max without (target) (
                    calcmon_target_value{target="queue_depth",%(calcmonSelector)s}
                    and calcmon_target_breached{target="queue_depth",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="queue_depth",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="queue_depth",%(calcmonSelector)s})
                    and ignoring (target) calcmon_alerting_enabled{%(calcmonSelector)s} == 1
                  )
                )[6m:])
                and
                last_over_time((
                  count_over_time((
                  max without (target) (
                    calcmon_target_value{target="queue_depth",%(calcmonSelector)s}
                    and calcmon_target_breached{target="queue_depth",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="queue_depth",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="queue_depth",%(calcmonSelector)s})
                    and ignoring (target) calcmon_alerting_enabled{%(calcmonSelector)s} == 1
                  )
                  )[135s:15s]) >= 9
                )[8m:])
              )
              + on (job, instance, mix, strategy, runtime) group_left (cause)
              0 * topk by (job, instance, mix, strategy, runtime) (1,
                max_over_time(timestamp(max without (target) (calcmon_target_cause{target="queue_depth",%(calcmonSelector)s} == 1))[6m:])
                or
                label_replace(0 * max_over_time(calcmon_target_breached{target="queue_depth",%(calcmonSelector)s}[6m]), "cause", "unexplained", "", "")
              )
            ||| % $._config,
            labels: {
              severity: 'warning',
            },
            annotations: {
              summary: 'The queue grows ({{ $labels.mix }}, {{ $labels.strategy }}, {{ $labels.runtime }}) on {{ $labels.instance }}.',
              description: 'The queue grows by {{ $value | humanize }} items a second: the system does not keep up.{{ with printf `max_over_time(calcmon_target_bad_runs{job="%s",instance="%s",mix="%s",strategy="%s",runtime="%s",target="queue_depth"}[6m])` $labels.job $labels.instance $labels.mix $labels.strategy $labels.runtime | query }} {{ . | first | value }} of the newest runs broke the target.{{ end }}',
              runbook_url: $._config.runbookURLPattern % 'CalcmonQueueGrowing',
            },
          },
          {
            alert: 'CalcmonCPUOutOfBand',
            expr: |||
              (
                last_over_time((
                  max without (target) (
                    calcmon_target_value{target="cpu_utilization",%(calcmonSelector)s}
                    and calcmon_target_breached{target="cpu_utilization",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="cpu_utilization",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="cpu_utilization",%(calcmonSelector)s})
                    and ignoring (target) calcmon_alerting_enabled{%(calcmonSelector)s} == 1
                  )
                )[6m:])
                and
                last_over_time((
                  count_over_time((
                  max without (target) (
                    calcmon_target_value{target="cpu_utilization",%(calcmonSelector)s}
                    and calcmon_target_breached{target="cpu_utilization",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="cpu_utilization",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="cpu_utilization",%(calcmonSelector)s})
                    and ignoring (target) calcmon_alerting_enabled{%(calcmonSelector)s} == 1
                  )
                  )[135s:15s]) >= 9
                )[8m:])
              )
              + on (job, instance, mix, strategy, runtime) group_left (cause)
              0 * topk by (job, instance, mix, strategy, runtime) (1,
                max_over_time(timestamp(max without (target) (calcmon_target_cause{target="cpu_utilization",%(calcmonSelector)s} == 1))[6m:])
                or
                label_replace(0 * max_over_time(calcmon_target_breached{target="cpu_utilization",%(calcmonSelector)s}[6m]), "cause", "unexplained", "", "")
              )
            ||| % $._config,
            labels: {
              severity: 'warning',
            },
            annotations: {
              summary: 'The host does not deliver the CPU that it should ({{ $labels.mix }}, {{ $labels.strategy }}, {{ $labels.runtime }}) on {{ $labels.instance }}.',
              description: 'CPU utilisation is {{ $value | humanizePercentage }}, outside its band: paced work gets less from this host than calibration promised, or needs more.{{ with printf `max_over_time(calcmon_target_bad_runs{job="%s",instance="%s",mix="%s",strategy="%s",runtime="%s",target="cpu_utilization"}[6m])` $labels.job $labels.instance $labels.mix $labels.strategy $labels.runtime | query }} {{ . | first | value }} of the newest runs broke the target.{{ end }}',
              runbook_url: $._config.runbookURLPattern % 'CalcmonCPUOutOfBand',
            },
          },
          {
            alert: 'CalcmonMemoryGrowing',
            expr: |||
              (
                last_over_time((
                  max without (target) (
                    calcmon_target_value{target="memory",%(calcmonSelector)s}
                    and calcmon_target_breached{target="memory",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="memory",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="memory",%(calcmonSelector)s})
                    and ignoring (target) calcmon_alerting_enabled{%(calcmonSelector)s} == 1
                  )
                )[6m:])
                and
                last_over_time((
                  count_over_time((
                  max without (target) (
                    calcmon_target_value{target="memory",%(calcmonSelector)s}
                    and calcmon_target_breached{target="memory",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="memory",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="memory",%(calcmonSelector)s})
                    and ignoring (target) calcmon_alerting_enabled{%(calcmonSelector)s} == 1
                  )
                  )[135s:15s]) >= 9
                )[8m:])
              )
              + on (job, instance, mix, strategy, runtime) group_left (cause)
              0 * topk by (job, instance, mix, strategy, runtime) (1,
                max_over_time(timestamp(max without (target) (calcmon_target_cause{target="memory",%(calcmonSelector)s} == 1))[6m:])
                or
                label_replace(0 * max_over_time(calcmon_target_breached{target="memory",%(calcmonSelector)s}[6m]), "cause", "unexplained", "", "")
              )
            ||| % $._config,
            labels: {
              severity: 'warning',
            },
            annotations: {
              summary: 'Memory grows ({{ $labels.mix }}, {{ $labels.strategy }}, {{ $labels.runtime }}) on {{ $labels.instance }}.',
              description: 'Memory grows by {{ $value | humanize1024 }}B a second and does not come back: a leak, or a cache without a bound.{{ with printf `max_over_time(calcmon_target_bad_runs{job="%s",instance="%s",mix="%s",strategy="%s",runtime="%s",target="memory"}[6m])` $labels.job $labels.instance $labels.mix $labels.strategy $labels.runtime | query }} {{ . | first | value }} of the newest runs broke the target.{{ end }}',
              runbook_url: $._config.runbookURLPattern % 'CalcmonMemoryGrowing',
            },
          },
          {
            alert: 'CalcmonIOWaitHigh',
            expr: |||
              (
                last_over_time((
                  max without (target) (
                    calcmon_target_value{target="io_wait",%(calcmonSelector)s}
                    and calcmon_target_breached{target="io_wait",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="io_wait",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="io_wait",%(calcmonSelector)s})
                    and ignoring (target) calcmon_alerting_enabled{%(calcmonSelector)s} == 1
                  )
                )[6m:])
                and
                last_over_time((
                  count_over_time((
                  max without (target) (
                    calcmon_target_value{target="io_wait",%(calcmonSelector)s}
                    and calcmon_target_breached{target="io_wait",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="io_wait",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="io_wait",%(calcmonSelector)s})
                    and ignoring (target) calcmon_alerting_enabled{%(calcmonSelector)s} == 1
                  )
                  )[135s:15s]) >= 9
                )[8m:])
              )
              + on (job, instance, mix, strategy, runtime) group_left (cause)
              0 * topk by (job, instance, mix, strategy, runtime) (1,
                max_over_time(timestamp(max without (target) (calcmon_target_cause{target="io_wait",%(calcmonSelector)s} == 1))[6m:])
                or
                label_replace(0 * max_over_time(calcmon_target_breached{target="io_wait",%(calcmonSelector)s}[6m]), "cause", "unexplained", "", "")
              )
            ||| % $._config,
            labels: {
              severity: 'warning',
            },
            annotations: {
              summary: 'Too much time is lost to waiting for I/O ({{ $labels.mix }}, {{ $labels.strategy }}, {{ $labels.runtime }}) on {{ $labels.instance }}.',
              description: 'For {{ $value | humanizePercentage }} of the time every item in flight waited, and nothing was computing.{{ with printf `calcmon_target_limit{job="%s",instance="%s",mix="%s",strategy="%s",runtime="%s",target="io_wait",bound="upper"}` $labels.job $labels.instance $labels.mix $labels.strategy $labels.runtime | query }} The target is less than {{ . | first | value | humanizePercentage }}.{{ end }}{{ with printf `max_over_time(calcmon_target_bad_runs{job="%s",instance="%s",mix="%s",strategy="%s",runtime="%s",target="io_wait"}[6m])` $labels.job $labels.instance $labels.mix $labels.strategy $labels.runtime | query }} {{ . | first | value }} of the newest runs broke the target.{{ end }}',
              runbook_url: $._config.runbookURLPattern % 'CalcmonIOWaitHigh',
            },
          },
          {
            alert: 'CalcmonRunFailing',
            expr: |||
              calcmon_failed_runs{%(calcmonSelector)s} >= calcmon_failed_runs_needed{%(calcmonSelector)s}
                and calcmon_alerting_enabled{%(calcmonSelector)s} == 1
            ||| % $._config,
            'for': '2m',
            keep_firing_for: '6m',
            labels: {
              severity: 'critical',
              cause: 'unexplained',
            },
            annotations: {
              summary: 'Canary runs fail ({{ $labels.mix }}, {{ $labels.strategy }}, {{ $labels.runtime }}) on {{ $labels.instance }}.',
              description: '{{ $value }} of the newest runs did not complete (they failed, crashed, or were stopped at their deadline), or more than 1 % of their items failed. Without runs nothing is known of this host.',
              runbook_url: $._config.runbookURLPattern % 'CalcmonRunFailing',
            },
          },
          {
            alert: 'CalcmonSlotsMissed',
            expr: |||
              (
                increase(calcmon_slots_missed_total{%(calcmonSelector)s}[15m])
                / (increase(calcmon_slots_total{%(calcmonSelector)s}[15m]) > 0)
                > 0.5
                and increase(calcmon_slots_missed_total{%(calcmonSelector)s}[15m]) > 2.5
              ) or (
                increase(calcmon_slots_missed_total{%(calcmonSelector)s}[4h])
                  / (increase(calcmon_slots_total{%(calcmonSelector)s}[4h]) > 0)
                > 0.5
                and increase(calcmon_slots_missed_total{%(calcmonSelector)s}[4h]) > 2.5
                and increase(calcmon_slots_total{%(calcmonSelector)s}[15m]) < 3.5
              )
            ||| % $._config,
            'for': '10m',
            labels: {
              severity: 'warning',
              cause: 'unexplained',
            },
            annotations: {
              summary: 'Canary runs are missed ({{ $labels.mix }}) on {{ $labels.instance }}.',
              description: '{{ $value | humanizePercentage }} of the newest slots passed without a run.',
              runbook_url: $._config.runbookURLPattern % 'CalcmonSlotsMissed',
            },
          },
          {
            alert: 'CalcmonHostContended',
            expr: |||
              count without (mix) (
                count without (strategy, runtime, target, cause) (
                  calcmon_target_cause{cause="host",%(calcmonSelector)s} == 1
                  and ignoring (target, cause) calcmon_alerting_enabled{%(calcmonSelector)s} == 1
                )
              ) >= 2
              and count without (mix, strategy, runtime, target, cause) (
                calcmon_target_cause{cause="host",%(calcmonSelector)s} == 1
                and ignoring (cause) (calcmon_target_bad_runs{%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{%(calcmonSelector)s})
                and ignoring (target, cause) calcmon_alerting_enabled{%(calcmonSelector)s} == 1
              )
              or (
                count without (mix) (
                  count without (alertname, alertstate, severity, cause, strategy, runtime) (
                    ALERTS{alertname=~"CalcmonEventLoopLatencyHigh|CalcmonQueueGrowing|CalcmonCPUOutOfBand|CalcmonMemoryGrowing|CalcmonIOWaitHigh",alertstate="firing",cause="host",%(calcmonSelector)s}
                  )
                )
                and on (job, instance) ALERTS{alertname="CalcmonHostContended",alertstate="firing",%(calcmonSelector)s}
              )
            ||| % $._config,
            'for': '2m',
            keep_firing_for: '6m',
            labels: {
              severity: 'warning',
              cause: 'host',
            },
            annotations: {
              summary: 'Others have the cores of this host on {{ $labels.instance }}.',
              description: 'Mixes in which the host is the cause of breached targets: {{ $value }}. Others have its cores, a CPU quota stops the runs, or the hypervisor takes time from them. The page of the agent says who has the cores.',
              runbook_url: $._config.runbookURLPattern % 'CalcmonHostContended',
            },
          },
          {
            alert: 'CalcmonAgentDown',
            expr: |||
              up{%(calcmonUpSelector)s} == 0
            ||| % $._config,
            'for': '5m',
            labels: {
              severity: 'critical',
            },
            annotations: {
              summary: 'calcmon does not answer on {{ $labels.instance }}.',
              description: 'Prometheus could not scrape it. Until it answers, nothing is known of this host, and no other alert of it fires.',
              runbook_url: $._config.runbookURLPattern % 'CalcmonAgentDown',
            },
          },
        ],
      },
    ],
  },
}
