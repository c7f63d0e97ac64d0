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
                (
                last_over_time((
                  max without (target) (
                    calcmon_target_value{target="event_loop_latency",mix!="",%(calcmonSelector)s}
                    and calcmon_target_breached{target="event_loop_latency",mix!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="event_loop_latency",mix!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="event_loop_latency",mix!="",%(calcmonSelector)s})
                    and ignoring (target) calcmon_alerting_enabled{mix!="",%(calcmonSelector)s} == 1
                  )
                )[6m:])
                and
                last_over_time((
                  count_over_time((
                  max without (target) (
                    calcmon_target_value{target="event_loop_latency",mix!="",%(calcmonSelector)s}
                    and calcmon_target_breached{target="event_loop_latency",mix!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="event_loop_latency",mix!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="event_loop_latency",mix!="",%(calcmonSelector)s})
                    and ignoring (target) calcmon_alerting_enabled{mix!="",%(calcmonSelector)s} == 1
                  )
                  )[135s:15s]) >= 9
                )[8m:])
              )
              + on (job, instance, mix, strategy, runtime) group_left (cause)
              0 * topk by (job, instance, mix, strategy, runtime) (1,
                max_over_time(timestamp(max without (target) (calcmon_target_cause{target="event_loop_latency",mix!="",%(calcmonSelector)s} == 1))[6m:])
                or
                label_replace(0 * max_over_time(calcmon_target_breached{target="event_loop_latency",mix!="",%(calcmonSelector)s}[6m]), "cause", "unexplained", "", "")
              )
              )
              or
              (
                (
                last_over_time((
                  max without (target) (
                    calcmon_target_value{target="event_loop_latency",app!="",%(calcmonSelector)s}
                    and calcmon_target_breached{target="event_loop_latency",app!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="event_loop_latency",app!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="event_loop_latency",app!="",%(calcmonSelector)s})
                    unless ignoring (target) calcmon_alerting_enabled{app!="",%(calcmonSelector)s} == 0
                  )
                )[6m:])
                and
                last_over_time((
                  count_over_time((
                  max without (target) (
                    calcmon_target_value{target="event_loop_latency",app!="",%(calcmonSelector)s}
                    and calcmon_target_breached{target="event_loop_latency",app!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="event_loop_latency",app!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="event_loop_latency",app!="",%(calcmonSelector)s})
                    unless ignoring (target) calcmon_alerting_enabled{app!="",%(calcmonSelector)s} == 0
                  )
                  )[135s:15s]) >= 9
                )[8m:])
              )
              + on (job, instance, app) group_left (cause)
              0 * topk by (job, instance, app) (1,
                max_over_time(timestamp(max without (target) (calcmon_target_cause{target="event_loop_latency",app!="",%(calcmonSelector)s} == 1))[6m:])
                or
                label_replace(0 * max_over_time(calcmon_target_breached{target="event_loop_latency",app!="",%(calcmonSelector)s}[6m]), "cause", "unexplained", "", "")
              )
              )
            ||| % $._config,
            labels: {
              severity: 'warning',
            },
            annotations: {
              summary: 'The event loop is late ({{ if $labels.app }}{{ $labels.app }}{{ else }}{{ $labels.mix }}, {{ $labels.strategy }}, {{ $labels.runtime }}{{ end }}) on {{ $labels.instance }}.',
              description: '{{ if $labels.app }}The loop was late by {{ $value | humanizeDuration }} over the last 15 minutes.{{ with printf `calcmon_target_limit{job="%s",instance="%s",app="%s",target="event_loop_latency",bound="upper"}` $labels.job $labels.instance $labels.app | query }} The target is less than {{ . | first | value | humanizeDuration }}.{{ end }}{{ with printf `topk(1, increase(calcmon_app_event_loop_stall_seconds_total{job="%s",instance="%s",app="%s"}[15m]) > 0)` $labels.job $labels.instance $labels.app | query }} The loop stood still, most of the time by cause {{ . | first | label `cause` }}.{{ end }}{{ with printf `max_over_time(calcmon_target_bad_runs{job="%s",instance="%s",app="%s",target="event_loop_latency"}[6m])` $labels.job $labels.instance $labels.app | query }} {{ . | first | value }} of the newest intervals broke the target.{{ end }}{{ else }}The loop was late by {{ $value | humanizeDuration }} over the runs of up to 15 minutes.{{ with printf `calcmon_target_limit{job="%s",instance="%s",mix="%s",strategy="%s",runtime="%s",target="event_loop_latency",bound="upper"}` $labels.job $labels.instance $labels.mix $labels.strategy $labels.runtime | query }} The target is less than {{ . | first | value | humanizeDuration }}.{{ end }}{{ with printf `topk(1, increase(calcmon_event_loop_stall_seconds_total{job="%s",instance="%s",mix="%s",strategy="%s",runtime="%s"}[15m]) > 0)` $labels.job $labels.instance $labels.mix $labels.strategy $labels.runtime | query }} The loop stood still, most of the time by cause {{ . | first | label `cause` }}.{{ end }}{{ with printf `max_over_time(calcmon_target_bad_runs{job="%s",instance="%s",mix="%s",strategy="%s",runtime="%s",target="event_loop_latency"}[6m])` $labels.job $labels.instance $labels.mix $labels.strategy $labels.runtime | query }} {{ . | first | value }} of the newest runs broke the target.{{ end }}{{ end }}',
              runbook_url: $._config.runbookURLPattern % 'CalcmonEventLoopLatencyHigh',
            },
          },
          {
            alert: 'CalcmonEventLoopLatencyHigh',
            expr: |||
              (
                (
                last_over_time((
                  max without (target) (
                    calcmon_target_value{target="event_loop_latency",mix!="",%(calcmonSelector)s}
                    and calcmon_target_critical{target="event_loop_latency",mix!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_critical_runs{target="event_loop_latency",mix!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="event_loop_latency",mix!="",%(calcmonSelector)s})
                    and ignoring (target) calcmon_alerting_enabled{mix!="",%(calcmonSelector)s} == 1
                  )
                )[6m:])
                and
                last_over_time((
                  count_over_time((
                  max without (target) (
                    calcmon_target_value{target="event_loop_latency",mix!="",%(calcmonSelector)s}
                    and calcmon_target_critical{target="event_loop_latency",mix!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_critical_runs{target="event_loop_latency",mix!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="event_loop_latency",mix!="",%(calcmonSelector)s})
                    and ignoring (target) calcmon_alerting_enabled{mix!="",%(calcmonSelector)s} == 1
                  )
                  )[135s:15s]) >= 9
                )[8m:])
              )
              + on (job, instance, mix, strategy, runtime) group_left (cause)
              0 * topk by (job, instance, mix, strategy, runtime) (1,
                max_over_time(timestamp(max without (target) (calcmon_target_cause{target="event_loop_latency",mix!="",%(calcmonSelector)s} == 1))[6m:])
                or
                label_replace(0 * max_over_time(calcmon_target_breached{target="event_loop_latency",mix!="",%(calcmonSelector)s}[6m]), "cause", "unexplained", "", "")
              )
              )
              or
              (
                (
                last_over_time((
                  max without (target) (
                    calcmon_target_value{target="event_loop_latency",app!="",%(calcmonSelector)s}
                    and calcmon_target_critical{target="event_loop_latency",app!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_critical_runs{target="event_loop_latency",app!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="event_loop_latency",app!="",%(calcmonSelector)s})
                    unless ignoring (target) calcmon_alerting_enabled{app!="",%(calcmonSelector)s} == 0
                  )
                )[6m:])
                and
                last_over_time((
                  count_over_time((
                  max without (target) (
                    calcmon_target_value{target="event_loop_latency",app!="",%(calcmonSelector)s}
                    and calcmon_target_critical{target="event_loop_latency",app!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_critical_runs{target="event_loop_latency",app!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="event_loop_latency",app!="",%(calcmonSelector)s})
                    unless ignoring (target) calcmon_alerting_enabled{app!="",%(calcmonSelector)s} == 0
                  )
                  )[135s:15s]) >= 9
                )[8m:])
              )
              + on (job, instance, app) group_left (cause)
              0 * topk by (job, instance, app) (1,
                max_over_time(timestamp(max without (target) (calcmon_target_cause{target="event_loop_latency",app!="",%(calcmonSelector)s} == 1))[6m:])
                or
                label_replace(0 * max_over_time(calcmon_target_breached{target="event_loop_latency",app!="",%(calcmonSelector)s}[6m]), "cause", "unexplained", "", "")
              )
              )
            ||| % $._config,
            labels: {
              severity: 'critical',
            },
            annotations: {
              summary: 'The event loop is late ({{ if $labels.app }}{{ $labels.app }}{{ else }}{{ $labels.mix }}, {{ $labels.strategy }}, {{ $labels.runtime }}{{ end }}) on {{ $labels.instance }}.',
              description: '{{ if $labels.app }}The loop was late by {{ $value | humanizeDuration }} over the last 15 minutes.{{ with printf `calcmon_target_limit{job="%s",instance="%s",app="%s",target="event_loop_latency",bound="upper"}` $labels.job $labels.instance $labels.app | query }} The target is less than {{ . | first | value | humanizeDuration }}.{{ end }}{{ with printf `topk(1, increase(calcmon_app_event_loop_stall_seconds_total{job="%s",instance="%s",app="%s"}[15m]) > 0)` $labels.job $labels.instance $labels.app | query }} The loop stood still, most of the time by cause {{ . | first | label `cause` }}.{{ end }}{{ with printf `max_over_time(calcmon_target_critical_runs{job="%s",instance="%s",app="%s",target="event_loop_latency"}[6m])` $labels.job $labels.instance $labels.app | query }} {{ . | first | value }} of the newest intervals broke the target.{{ end }}{{ else }}The loop was late by {{ $value | humanizeDuration }} over the runs of up to 15 minutes.{{ with printf `calcmon_target_limit{job="%s",instance="%s",mix="%s",strategy="%s",runtime="%s",target="event_loop_latency",bound="upper"}` $labels.job $labels.instance $labels.mix $labels.strategy $labels.runtime | query }} The target is less than {{ . | first | value | humanizeDuration }}.{{ end }}{{ with printf `topk(1, increase(calcmon_event_loop_stall_seconds_total{job="%s",instance="%s",mix="%s",strategy="%s",runtime="%s"}[15m]) > 0)` $labels.job $labels.instance $labels.mix $labels.strategy $labels.runtime | query }} The loop stood still, most of the time by cause {{ . | first | label `cause` }}.{{ end }}{{ with printf `max_over_time(calcmon_target_critical_runs{job="%s",instance="%s",mix="%s",strategy="%s",runtime="%s",target="event_loop_latency"}[6m])` $labels.job $labels.instance $labels.mix $labels.strategy $labels.runtime | query }} {{ . | first | value }} of the newest runs broke the target.{{ end }}{{ end }}',
              runbook_url: $._config.runbookURLPattern % 'CalcmonEventLoopLatencyHigh',
            },
          },
          {
            alert: 'CalcmonQueueGrowing',
            expr: |||
              (
                (
                last_over_time((
                  max without (target) (
                    calcmon_target_value{target="queue_depth",mix!="",%(calcmonSelector)s}
                    and calcmon_target_breached{target="queue_depth",mix!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="queue_depth",mix!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="queue_depth",mix!="",%(calcmonSelector)s})
                    and ignoring (target) calcmon_alerting_enabled{mix!="",%(calcmonSelector)s} == 1
                  )
                )[6m:])
                and
                last_over_time((
                  count_over_time((
                  max without (target) (
                    calcmon_target_value{target="queue_depth",mix!="",%(calcmonSelector)s}
                    and calcmon_target_breached{target="queue_depth",mix!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="queue_depth",mix!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="queue_depth",mix!="",%(calcmonSelector)s})
                    and ignoring (target) calcmon_alerting_enabled{mix!="",%(calcmonSelector)s} == 1
                  )
                  )[135s:15s]) >= 9
                )[8m:])
              )
              + on (job, instance, mix, strategy, runtime) group_left (cause)
              0 * topk by (job, instance, mix, strategy, runtime) (1,
                max_over_time(timestamp(max without (target) (calcmon_target_cause{target="queue_depth",mix!="",%(calcmonSelector)s} == 1))[6m:])
                or
                label_replace(0 * max_over_time(calcmon_target_breached{target="queue_depth",mix!="",%(calcmonSelector)s}[6m]), "cause", "unexplained", "", "")
              )
              )
              or
              (
                (
                last_over_time((
                  max without (target) (
                    calcmon_target_value{target="queue_depth",app!="",%(calcmonSelector)s}
                    and calcmon_target_breached{target="queue_depth",app!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="queue_depth",app!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="queue_depth",app!="",%(calcmonSelector)s})
                    unless ignoring (target) calcmon_alerting_enabled{app!="",%(calcmonSelector)s} == 0
                  )
                )[6m:])
                and
                last_over_time((
                  count_over_time((
                  max without (target) (
                    calcmon_target_value{target="queue_depth",app!="",%(calcmonSelector)s}
                    and calcmon_target_breached{target="queue_depth",app!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="queue_depth",app!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="queue_depth",app!="",%(calcmonSelector)s})
                    unless ignoring (target) calcmon_alerting_enabled{app!="",%(calcmonSelector)s} == 0
                  )
                  )[135s:15s]) >= 9
                )[8m:])
              )
              + on (job, instance, app) group_left (cause)
              0 * topk by (job, instance, app) (1,
                max_over_time(timestamp(max without (target) (calcmon_target_cause{target="queue_depth",app!="",%(calcmonSelector)s} == 1))[6m:])
                or
                label_replace(0 * max_over_time(calcmon_target_breached{target="queue_depth",app!="",%(calcmonSelector)s}[6m]), "cause", "unexplained", "", "")
              )
              )
            ||| % $._config,
            labels: {
              severity: 'warning',
            },
            annotations: {
              summary: 'The queue grows ({{ if $labels.app }}{{ $labels.app }}{{ else }}{{ $labels.mix }}, {{ $labels.strategy }}, {{ $labels.runtime }}{{ end }}) on {{ $labels.instance }}.',
              description: '{{ if $labels.app }}A queue grows by {{ $value | humanize }} items a second: more comes than is done.{{ with printf `max_over_time(calcmon_target_bad_runs{job="%s",instance="%s",app="%s",target="queue_depth"}[6m])` $labels.job $labels.instance $labels.app | query }} {{ . | first | value }} of the newest intervals broke the target.{{ end }}{{ else }}The queue grows by {{ $value | humanize }} items a second: the system does not keep up.{{ with printf `max_over_time(calcmon_target_bad_runs{job="%s",instance="%s",mix="%s",strategy="%s",runtime="%s",target="queue_depth"}[6m])` $labels.job $labels.instance $labels.mix $labels.strategy $labels.runtime | query }} {{ . | first | value }} of the newest runs broke the target.{{ end }}{{ end }}',
              runbook_url: $._config.runbookURLPattern % 'CalcmonQueueGrowing',
            },
          },
          {
            alert: 'CalcmonCPUOutOfBand',
            expr: |||
              (
                (
                last_over_time((
                  max without (target) (
                    calcmon_target_value{target="cpu_utilization",mix!="",%(calcmonSelector)s}
                    and calcmon_target_breached{target="cpu_utilization",mix!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="cpu_utilization",mix!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="cpu_utilization",mix!="",%(calcmonSelector)s})
                    and ignoring (target) calcmon_alerting_enabled{mix!="",%(calcmonSelector)s} == 1
                  )
                )[6m:])
                and
                last_over_time((
                  count_over_time((
                  max without (target) (
                    calcmon_target_value{target="cpu_utilization",mix!="",%(calcmonSelector)s}
                    and calcmon_target_breached{target="cpu_utilization",mix!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="cpu_utilization",mix!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="cpu_utilization",mix!="",%(calcmonSelector)s})
                    and ignoring (target) calcmon_alerting_enabled{mix!="",%(calcmonSelector)s} == 1
                  )
                  )[135s:15s]) >= 9
                )[8m:])
              )
              + on (job, instance, mix, strategy, runtime) group_left (cause)
              0 * topk by (job, instance, mix, strategy, runtime) (1,
                max_over_time(timestamp(max without (target) (calcmon_target_cause{target="cpu_utilization",mix!="",%(calcmonSelector)s} == 1))[6m:])
                or
                label_replace(0 * max_over_time(calcmon_target_breached{target="cpu_utilization",mix!="",%(calcmonSelector)s}[6m]), "cause", "unexplained", "", "")
              )
              )
              or
              (
                (
                last_over_time((
                  max without (target) (
                    calcmon_target_value{target="cpu_utilization",app!="",%(calcmonSelector)s}
                    and calcmon_target_breached{target="cpu_utilization",app!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="cpu_utilization",app!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="cpu_utilization",app!="",%(calcmonSelector)s})
                    unless ignoring (target) calcmon_alerting_enabled{app!="",%(calcmonSelector)s} == 0
                  )
                )[6m:])
                and
                last_over_time((
                  count_over_time((
                  max without (target) (
                    calcmon_target_value{target="cpu_utilization",app!="",%(calcmonSelector)s}
                    and calcmon_target_breached{target="cpu_utilization",app!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="cpu_utilization",app!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="cpu_utilization",app!="",%(calcmonSelector)s})
                    unless ignoring (target) calcmon_alerting_enabled{app!="",%(calcmonSelector)s} == 0
                  )
                  )[135s:15s]) >= 9
                )[8m:])
              )
              + on (job, instance, app) group_left (cause)
              0 * topk by (job, instance, app) (1,
                max_over_time(timestamp(max without (target) (calcmon_target_cause{target="cpu_utilization",app!="",%(calcmonSelector)s} == 1))[6m:])
                or
                label_replace(0 * max_over_time(calcmon_target_breached{target="cpu_utilization",app!="",%(calcmonSelector)s}[6m]), "cause", "unexplained", "", "")
              )
              )
            ||| % $._config,
            labels: {
              severity: 'warning',
            },
            annotations: {
              summary: 'The host does not deliver the CPU that it should ({{ if $labels.app }}{{ $labels.app }}{{ else }}{{ $labels.mix }}, {{ $labels.strategy }}, {{ $labels.runtime }}{{ end }}) on {{ $labels.instance }}.',
              description: '{{ if $labels.app }}CPU utilisation is {{ $value | humanizePercentage }}, outside the band that the configuration sets for it.{{ with printf `max_over_time(calcmon_target_bad_runs{job="%s",instance="%s",app="%s",target="cpu_utilization"}[6m])` $labels.job $labels.instance $labels.app | query }} {{ . | first | value }} of the newest intervals broke the target.{{ end }}{{ else }}CPU utilisation is {{ $value | humanizePercentage }}, outside its band: paced work gets less from this host than calibration promised, or needs more.{{ with printf `max_over_time(calcmon_target_bad_runs{job="%s",instance="%s",mix="%s",strategy="%s",runtime="%s",target="cpu_utilization"}[6m])` $labels.job $labels.instance $labels.mix $labels.strategy $labels.runtime | query }} {{ . | first | value }} of the newest runs broke the target.{{ end }}{{ end }}',
              runbook_url: $._config.runbookURLPattern % 'CalcmonCPUOutOfBand',
            },
          },
          {
            alert: 'CalcmonMemoryGrowing',
            expr: |||
              (
                (
                last_over_time((
                  max without (target) (
                    calcmon_target_value{target="memory",mix!="",%(calcmonSelector)s}
                    and calcmon_target_breached{target="memory",mix!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="memory",mix!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="memory",mix!="",%(calcmonSelector)s})
                    and ignoring (target) calcmon_alerting_enabled{mix!="",%(calcmonSelector)s} == 1
                  )
                )[6m:])
                and
                last_over_time((
                  count_over_time((
                  max without (target) (
                    calcmon_target_value{target="memory",mix!="",%(calcmonSelector)s}
                    and calcmon_target_breached{target="memory",mix!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="memory",mix!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="memory",mix!="",%(calcmonSelector)s})
                    and ignoring (target) calcmon_alerting_enabled{mix!="",%(calcmonSelector)s} == 1
                  )
                  )[135s:15s]) >= 9
                )[8m:])
              )
              + on (job, instance, mix, strategy, runtime) group_left (cause)
              0 * topk by (job, instance, mix, strategy, runtime) (1,
                max_over_time(timestamp(max without (target) (calcmon_target_cause{target="memory",mix!="",%(calcmonSelector)s} == 1))[6m:])
                or
                label_replace(0 * max_over_time(calcmon_target_breached{target="memory",mix!="",%(calcmonSelector)s}[6m]), "cause", "unexplained", "", "")
              )
              )
              or
              (
                (
                last_over_time((
                  max without (target) (
                    calcmon_target_value{target="memory",app!="",%(calcmonSelector)s}
                    and calcmon_target_breached{target="memory",app!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="memory",app!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="memory",app!="",%(calcmonSelector)s})
                    unless ignoring (target) calcmon_alerting_enabled{app!="",%(calcmonSelector)s} == 0
                  )
                )[6m:])
                and
                last_over_time((
                  count_over_time((
                  max without (target) (
                    calcmon_target_value{target="memory",app!="",%(calcmonSelector)s}
                    and calcmon_target_breached{target="memory",app!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="memory",app!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="memory",app!="",%(calcmonSelector)s})
                    unless ignoring (target) calcmon_alerting_enabled{app!="",%(calcmonSelector)s} == 0
                  )
                  )[135s:15s]) >= 9
                )[8m:])
              )
              + on (job, instance, app) group_left (cause)
              0 * topk by (job, instance, app) (1,
                max_over_time(timestamp(max without (target) (calcmon_target_cause{target="memory",app!="",%(calcmonSelector)s} == 1))[6m:])
                or
                label_replace(0 * max_over_time(calcmon_target_breached{target="memory",app!="",%(calcmonSelector)s}[6m]), "cause", "unexplained", "", "")
              )
              )
            ||| % $._config,
            labels: {
              severity: 'warning',
            },
            annotations: {
              summary: 'Memory grows ({{ if $labels.app }}{{ $labels.app }}{{ else }}{{ $labels.mix }}, {{ $labels.strategy }}, {{ $labels.runtime }}{{ end }}) on {{ $labels.instance }}.',
              description: '{{ if $labels.app }}Memory grows by {{ $value | humanize1024 }}B a second and does not come back: a leak, or a cache without a bound.{{ with printf `max_over_time(calcmon_target_bad_runs{job="%s",instance="%s",app="%s",target="memory"}[6m])` $labels.job $labels.instance $labels.app | query }} {{ . | first | value }} of the newest intervals broke the target.{{ end }}{{ else }}Memory grows by {{ $value | humanize1024 }}B a second and does not come back: a leak, or a cache without a bound.{{ with printf `max_over_time(calcmon_target_bad_runs{job="%s",instance="%s",mix="%s",strategy="%s",runtime="%s",target="memory"}[6m])` $labels.job $labels.instance $labels.mix $labels.strategy $labels.runtime | query }} {{ . | first | value }} of the newest runs broke the target.{{ end }}{{ end }}',
              runbook_url: $._config.runbookURLPattern % 'CalcmonMemoryGrowing',
            },
          },
          {
            alert: 'CalcmonIOWaitHigh',
            expr: |||
              (
                (
                last_over_time((
                  max without (target) (
                    calcmon_target_value{target="io_wait",mix!="",%(calcmonSelector)s}
                    and calcmon_target_breached{target="io_wait",mix!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="io_wait",mix!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="io_wait",mix!="",%(calcmonSelector)s})
                    and ignoring (target) calcmon_alerting_enabled{mix!="",%(calcmonSelector)s} == 1
                  )
                )[6m:])
                and
                last_over_time((
                  count_over_time((
                  max without (target) (
                    calcmon_target_value{target="io_wait",mix!="",%(calcmonSelector)s}
                    and calcmon_target_breached{target="io_wait",mix!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="io_wait",mix!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="io_wait",mix!="",%(calcmonSelector)s})
                    and ignoring (target) calcmon_alerting_enabled{mix!="",%(calcmonSelector)s} == 1
                  )
                  )[135s:15s]) >= 9
                )[8m:])
              )
              + on (job, instance, mix, strategy, runtime) group_left (cause)
              0 * topk by (job, instance, mix, strategy, runtime) (1,
                max_over_time(timestamp(max without (target) (calcmon_target_cause{target="io_wait",mix!="",%(calcmonSelector)s} == 1))[6m:])
                or
                label_replace(0 * max_over_time(calcmon_target_breached{target="io_wait",mix!="",%(calcmonSelector)s}[6m]), "cause", "unexplained", "", "")
              )
              )
              or
              (
                (
                last_over_time((
                  max without (target) (
                    calcmon_target_value{target="io_wait",app!="",%(calcmonSelector)s}
                    and calcmon_target_breached{target="io_wait",app!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="io_wait",app!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="io_wait",app!="",%(calcmonSelector)s})
                    unless ignoring (target) calcmon_alerting_enabled{app!="",%(calcmonSelector)s} == 0
                  )
                )[6m:])
                and
                last_over_time((
                  count_over_time((
                  max without (target) (
                    calcmon_target_value{target="io_wait",app!="",%(calcmonSelector)s}
                    and calcmon_target_breached{target="io_wait",app!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="io_wait",app!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="io_wait",app!="",%(calcmonSelector)s})
                    unless ignoring (target) calcmon_alerting_enabled{app!="",%(calcmonSelector)s} == 0
                  )
                  )[135s:15s]) >= 9
                )[8m:])
              )
              + on (job, instance, app) group_left (cause)
              0 * topk by (job, instance, app) (1,
                max_over_time(timestamp(max without (target) (calcmon_target_cause{target="io_wait",app!="",%(calcmonSelector)s} == 1))[6m:])
                or
                label_replace(0 * max_over_time(calcmon_target_breached{target="io_wait",app!="",%(calcmonSelector)s}[6m]), "cause", "unexplained", "", "")
              )
              )
            ||| % $._config,
            labels: {
              severity: 'warning',
            },
            annotations: {
              summary: 'Too much time is lost to waiting for I/O ({{ if $labels.app }}{{ $labels.app }}{{ else }}{{ $labels.mix }}, {{ $labels.strategy }}, {{ $labels.runtime }}{{ end }}) on {{ $labels.instance }}.',
              description: '{{ if $labels.app }}For {{ $value | humanizePercentage }} of the time there was nothing to do but to wait for I/O that the application timed.{{ with printf `calcmon_target_limit{job="%s",instance="%s",app="%s",target="io_wait",bound="upper"}` $labels.job $labels.instance $labels.app | query }} The target is less than {{ . | first | value | humanizePercentage }}.{{ end }}{{ with printf `max_over_time(calcmon_target_bad_runs{job="%s",instance="%s",app="%s",target="io_wait"}[6m])` $labels.job $labels.instance $labels.app | query }} {{ . | first | value }} of the newest intervals broke the target.{{ end }}{{ else }}For {{ $value | humanizePercentage }} of the time every item in flight waited, and nothing was computing.{{ with printf `calcmon_target_limit{job="%s",instance="%s",mix="%s",strategy="%s",runtime="%s",target="io_wait",bound="upper"}` $labels.job $labels.instance $labels.mix $labels.strategy $labels.runtime | query }} The target is less than {{ . | first | value | humanizePercentage }}.{{ end }}{{ with printf `max_over_time(calcmon_target_bad_runs{job="%s",instance="%s",mix="%s",strategy="%s",runtime="%s",target="io_wait"}[6m])` $labels.job $labels.instance $labels.mix $labels.strategy $labels.runtime | query }} {{ . | first | value }} of the newest runs broke the target.{{ end }}{{ end }}',
              runbook_url: $._config.runbookURLPattern % 'CalcmonIOWaitHigh',
            },
          },
          {
            alert: 'CalcmonEventLoopSaturated',
            expr: |||
              (
                last_over_time((
                  max without (target) (
                    calcmon_target_value{target="saturation",app!="",%(calcmonSelector)s}
                    and calcmon_target_breached{target="saturation",app!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="saturation",app!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="saturation",app!="",%(calcmonSelector)s})
                    unless ignoring (target) calcmon_alerting_enabled{app!="",%(calcmonSelector)s} == 0
                  )
                )[6m:])
                and
                last_over_time((
                  count_over_time((
                  max without (target) (
                    calcmon_target_value{target="saturation",app!="",%(calcmonSelector)s}
                    and calcmon_target_breached{target="saturation",app!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="saturation",app!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="saturation",app!="",%(calcmonSelector)s})
                    unless ignoring (target) calcmon_alerting_enabled{app!="",%(calcmonSelector)s} == 0
                  )
                  )[135s:15s]) >= 9
                )[8m:])
              )
              + on (job, instance, app) group_left (cause)
              0 * topk by (job, instance, app) (1,
                max_over_time(timestamp(max without (target) (calcmon_target_cause{target="saturation",app!="",%(calcmonSelector)s} == 1))[6m:])
                or
                label_replace(0 * max_over_time(calcmon_target_breached{target="saturation",app!="",%(calcmonSelector)s}[6m]), "cause", "unexplained", "", "")
              )
            ||| % $._config,
            labels: {
              severity: 'warning',
            },
            annotations: {
              summary: 'The event loop has no rest left ({{ $labels.app }}) on {{ $labels.instance }}.',
              description: 'The event loop was busy, or ready and without a core, for {{ $value | humanizePercentage }} of the time: it answers ever later.{{ with printf `calcmon_target_limit{job="%s",instance="%s",app="%s",target="saturation",bound="upper"}` $labels.job $labels.instance $labels.app | query }} The target is less than {{ . | first | value | humanizePercentage }}.{{ end }}{{ with printf `max_over_time(calcmon_target_bad_runs{job="%s",instance="%s",app="%s",target="saturation"}[6m])` $labels.job $labels.instance $labels.app | query }} {{ . | first | value }} of the newest intervals broke the target.{{ end }}',
              runbook_url: $._config.runbookURLPattern % 'CalcmonEventLoopSaturated',
            },
          },
          {
            alert: 'CalcmonTasksGrowing',
            expr: |||
              (
                last_over_time((
                  max without (target) (
                    calcmon_target_value{target="tasks",app!="",%(calcmonSelector)s}
                    and calcmon_target_breached{target="tasks",app!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="tasks",app!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="tasks",app!="",%(calcmonSelector)s})
                    unless ignoring (target) calcmon_alerting_enabled{app!="",%(calcmonSelector)s} == 0
                  )
                )[6m:])
                and
                last_over_time((
                  count_over_time((
                  max without (target) (
                    calcmon_target_value{target="tasks",app!="",%(calcmonSelector)s}
                    and calcmon_target_breached{target="tasks",app!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="tasks",app!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="tasks",app!="",%(calcmonSelector)s})
                    unless ignoring (target) calcmon_alerting_enabled{app!="",%(calcmonSelector)s} == 0
                  )
                  )[135s:15s]) >= 9
                )[8m:])
              )
              + on (job, instance, app) group_left (cause)
              0 * topk by (job, instance, app) (1,
                max_over_time(timestamp(max without (target) (calcmon_target_cause{target="tasks",app!="",%(calcmonSelector)s} == 1))[6m:])
                or
                label_replace(0 * max_over_time(calcmon_target_breached{target="tasks",app!="",%(calcmonSelector)s}[6m]), "cause", "unexplained", "", "")
              )
            ||| % $._config,
            labels: {
              severity: 'warning',
            },
            annotations: {
              summary: 'Tasks pile up ({{ $labels.app }}) on {{ $labels.instance }}.',
              description: 'Tasks grow by {{ $value | humanize }} a second: they are begun and do not end.{{ with printf `max_over_time(calcmon_target_bad_runs{job="%s",instance="%s",app="%s",target="tasks"}[6m])` $labels.job $labels.instance $labels.app | query }} {{ . | first | value }} of the newest intervals broke the target.{{ end }}',
              runbook_url: $._config.runbookURLPattern % 'CalcmonTasksGrowing',
            },
          },
          {
            alert: 'CalcmonExecutorBacklogGrowing',
            expr: |||
              (
                last_over_time((
                  max without (target) (
                    calcmon_target_value{target="executor_backlog",app!="",%(calcmonSelector)s}
                    and calcmon_target_breached{target="executor_backlog",app!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="executor_backlog",app!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="executor_backlog",app!="",%(calcmonSelector)s})
                    unless ignoring (target) calcmon_alerting_enabled{app!="",%(calcmonSelector)s} == 0
                  )
                )[6m:])
                and
                last_over_time((
                  count_over_time((
                  max without (target) (
                    calcmon_target_value{target="executor_backlog",app!="",%(calcmonSelector)s}
                    and calcmon_target_breached{target="executor_backlog",app!="",%(calcmonSelector)s} == 1
                    and (calcmon_target_bad_runs{target="executor_backlog",app!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{target="executor_backlog",app!="",%(calcmonSelector)s})
                    unless ignoring (target) calcmon_alerting_enabled{app!="",%(calcmonSelector)s} == 0
                  )
                  )[135s:15s]) >= 9
                )[8m:])
              )
              + on (job, instance, app) group_left (cause)
              0 * topk by (job, instance, app) (1,
                max_over_time(timestamp(max without (target) (calcmon_target_cause{target="executor_backlog",app!="",%(calcmonSelector)s} == 1))[6m:])
                or
                label_replace(0 * max_over_time(calcmon_target_breached{target="executor_backlog",app!="",%(calcmonSelector)s}[6m]), "cause", "unexplained", "", "")
              )
            ||| % $._config,
            labels: {
              severity: 'warning',
            },
            annotations: {
              summary: "The executor's backlog grows ({{ $labels.app }}) on {{ $labels.instance }}.",
              description: 'Calls that wait for a thread of the default executor grow by {{ $value | humanize }} a second.{{ with printf `max_over_time(calcmon_target_bad_runs{job="%s",instance="%s",app="%s",target="executor_backlog"}[6m])` $labels.job $labels.instance $labels.app | query }} {{ . | first | value }} of the newest intervals broke the target.{{ end }}',
              runbook_url: $._config.runbookURLPattern % 'CalcmonExecutorBacklogGrowing',
            },
          },
          {
            alert: 'CalcmonAppDown',
            expr: |||
              calcmon_app_up{%(calcmonSelector)s} == 0
            ||| % $._config,
            'for': '30s',
            labels: {
              severity: 'critical',
              cause: 'unexplained',
            },
            annotations: {
              summary: 'The application is down ({{ $labels.app }}) on {{ $labels.instance }}.',
              description: 'No process of it reports any more, and one did within the last five minutes. The agent knows where the last one stood.',
              runbook_url: $._config.runbookURLPattern % 'CalcmonAppDown',
            },
          },
          {
            alert: 'CalcmonAppStanding',
            expr: |||
              calcmon_app_event_loop_standing_seconds{%(calcmonSelector)s} >= 10
            ||| % $._config,
            'for': '0m',
            labels: {
              severity: 'warning',
              cause: 'unexplained',
            },
            annotations: {
              summary: 'An event loop stands ({{ $labels.app }}) on {{ $labels.instance }}.',
              description: 'An event loop of it has not turned for {{ $value | humanizeDuration }}: nothing that it serves is answered. The agent knows where it stands.',
              runbook_url: $._config.runbookURLPattern % 'CalcmonAppStanding',
            },
          },
          {
            alert: 'CalcmonRunFailing',
            expr: |||
              calcmon_failed_runs{%(calcmonSelector)s} >= calcmon_failed_runs_needed{%(calcmonSelector)s}
                and calcmon_alerting_enabled{mix!="",%(calcmonSelector)s} == 1
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
              count without (mix, app) (
                count without (strategy, runtime, target, cause) (
                  calcmon_target_cause{cause="host",mix!="",%(calcmonSelector)s} == 1 and ignoring (target, cause) calcmon_alerting_enabled{mix!="",%(calcmonSelector)s} == 1
                    or calcmon_target_cause{cause="host",app!="",%(calcmonSelector)s} == 1 unless ignoring (target, cause) calcmon_alerting_enabled{app!="",%(calcmonSelector)s} == 0
                )
              ) >= 2
              and count without (mix, strategy, runtime, app, target, cause) (
                (
                  calcmon_target_cause{cause="host",mix!="",%(calcmonSelector)s} == 1 and ignoring (target, cause) calcmon_alerting_enabled{mix!="",%(calcmonSelector)s} == 1
                    or calcmon_target_cause{cause="host",app!="",%(calcmonSelector)s} == 1 unless ignoring (target, cause) calcmon_alerting_enabled{app!="",%(calcmonSelector)s} == 0
                )
                and ignoring (cause) (
                  calcmon_target_bad_runs{mix!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{mix!="",%(calcmonSelector)s}
                  or calcmon_target_bad_runs{app!="",%(calcmonSelector)s} >= calcmon_target_bad_runs_needed{app!="",%(calcmonSelector)s}
                )
              )
              or (
                count without (mix, app) (
                  count without (alertname, alertstate, severity, cause, strategy, runtime) (
                    ALERTS{alertname=~"CalcmonEventLoopLatencyHigh|CalcmonQueueGrowing|CalcmonCPUOutOfBand|CalcmonMemoryGrowing|CalcmonIOWaitHigh|CalcmonEventLoopSaturated|CalcmonTasksGrowing|CalcmonExecutorBacklogGrowing",alertstate="firing",cause="host",%(calcmonSelector)s}
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
              description: 'Mixes and applications in which the host is the cause of breached targets: {{ $value }}. Others have its cores, a CPU quota stops the runs, or the hypervisor takes time from them. The page of the agent says who has the cores.',
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
