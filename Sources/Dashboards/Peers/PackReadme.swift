/// What is in the pack, and how to use it.
enum PackReadme {
  static let text = """
    # Dashboards, rules and runbooks of calcmon

    Written by `calcmon dashboards generate`; do not edit. `calcmon dashboards export --to DIR` writes the same from the binary.

    ## Grafana, 10 or later

    | dashboard | uid | shows |
    |---|---|---|
    \(Dashboard.all.map { "| \($0.title) | `\($0.uid)` | \($0.description) |" }.joined(separator: "\n"))

    Import `grafana/*.json` as they are and choose the data source at the top; or provision them:

        install -D -t /var/lib/grafana/dashboards/calcmon grafana/*.json
        install -D -t /etc/grafana/provisioning/dashboards grafana/provisioning/dashboards/calcmon.yaml
        install -D -t /etc/grafana/provisioning/datasources grafana/provisioning/datasources/prometheus.yaml

    *Slot*, at the top, is how often each mix is run: `canaries.every` of the agents' configuration, 5 minutes without one. What happens once
    a slot (runs, items, stalls) is drawn as a bar a slot, so each is counted once; whoever has set other slots chooses them there. What the
    last run has shown (latencies, items a second) are gauges with its exact figures. The data source's *Scrape interval* must be the one of
    Prometheus (15 s here), since Grafana reckons with it.

    Applications are scraped while they run, and their panels go by Prometheus' own steps; *App*, at the top, chooses among them. Panels and rules of
    canaries take series that have a `mix`, those of applications series that have an `app`, so that neither counts the other's targets.

    The dashboards need the agents' metrics and nothing else; the marks of *Alerts of Prometheus' rules* need the rules below. Where there
    is no data, the panel says why that may be.

    ## Prometheus, 2.42 or later

    `prometheus/prometheus.yml` is a whole configuration for agents that are named in `prometheus/targets/*.yml`;
    `prometheus/targets-of-many-hosts.yml` is an example of such a file for many hosts.

        prometheus --config.file=prometheus/prometheus.yml --enable-feature=exemplar-storage

    `prometheus/rules/calcmon-alerts.yml` has the agent's own alerts under their own names, and one that no agent can raise. What canaries and applications have
    in common is one rule for both: its alerts have the labels `mix`, `strategy` and `runtime`, or `app`.

    | alert | severity | for | runbook |
    |---|---|---|---|
    \(AlertingRule.all.map { "| `\($0.alert)` | \($0.severity) | \($0.hold) | [\($0.alert)](runbooks/\($0.alert).md) |" }.joined(separator: "\n"))

    What is breached, how many of the newest runs were bad (`alerting.bad_runs`, two of three by default), and whether it is to be an alert at
    all, is said by the agent's own gauges, so that both sides agree: a limit that is
    changed in the agent's configuration holds here as well. The label `cause` is that of the last breach (`calcmon_target_cause`): if it changes,
    there is still one alert, which need not wait anew. Agents of a version that tells no causes have `unexplained`. Not known here is of which
    causes people want to hear (`alerting.cause`): a matcher `cause="program"` in Alertmanager's route says it.
    Agents and Prometheus can both tell an Alertmanager: let one of them do it.
    `runbook_url` leads to the agent's own page; whoever serves it by TLS or under a prefix sets `runbookURLPattern` in the mixin.

    `prometheus/rules/calcmon-recording.yml` keeps what is asked for often, over many hosts or long ranges:

    | series |
    |---|
    \(RecordingRule.all.map { "| `\($0.record)` |" }.joined(separator: "\n"))

    ## Alertmanager

    `alertmanager/alertmanager.yml` has the inhibit rules for all of these, whoever sends them. While the critical alert of some runs fires, the
    warning of the same name for the same runs, or the same application, is not sent; nor is, while `CalcmonHostContended` fires, any alert of that host with
    `cause="host"`. Two hosts differ by the label `instance`, which agents give their alerts too.

    ## Mixin

    `mixin/mixin.libsonnet` has dashboards, alerts and rules in the form of monitoring mixins:

        local calcmon = (import 'mixin/mixin.libsonnet') + { _config+:: { calcmonSelector: 'job="calcmon"' } };
        { 'calcmon-alerts.yml': std.manifestYamlDoc(calcmon.prometheusAlerts) }

    ## Datadog

    `datadog/openmetrics.d/conf.yaml` lets a Datadog Agent on the same host read `/metrics` by its OpenMetrics check: each metric by
    name, under the namespace `calcmon`, histograms as distributions. Counters stand there without `_total`, as the check wants them; Datadog
    calls them `calcmon.runs.count`. The label `version` of `calcmon_build_info` becomes the tag `calcmon_version`, since Datadog has one of its own.

    ## OpenTelemetry

    `opentelemetry/collector.yaml` lets a Collector read `/metrics` by its receiver `prometheus`, and is whole: put your exporter there. Names and
    labels stay as they are, `mix`, `strategy`, `runtime` and `app` as attributes; counters are monotonic sums, histograms have explicit buckets. Exact
    quantiles of the last run are gauges with the attribute `quantile`.

    """
}
