/// What Prometheus needs to scrape agents and to evaluate the rules.
enum PrometheusFiles {
  static let files: [(path: String, text: String)] = [
    ("prometheus/prometheus.yml", configuration), ("prometheus/targets/calcmon.yml", oneTarget),
    ("prometheus/targets-of-many-hosts.yml", manyTargets), ("prometheus/rules/calcmon-recording.yml", RuleFiles.recording),
    ("prometheus/rules/calcmon-alerts.yml", RuleFiles.alerting), ("alertmanager/alertmanager.yml", alertmanager),
  ]

  /// Which alerts say what another one says already; the agent goes by the same where it tells people itself.
  private static let alertmanager = """
    # A whole configuration for an Alertmanager that hears of calcmon alone, from agents or from Prometheus' rules; take from it what yours
    # lacks: the inhibit rules.
    route:
      receiver: nobody
      group_by: [alertname, instance]

    # An alert beyond its critical limit is one beyond its limit as well. The critical one says it.
    inhibit_rules:
      - source_matchers: ['alertname=~"Calcmon.+"', 'severity="critical"']
        target_matchers: ['alertname=~"Calcmon.+"', 'severity!="critical"']
        equal: [alertname, instance, mix, strategy, runtime, app]

    # Others have the cores of a host: one alert says so for all that it explains.
      - source_matchers: ['alertname="CalcmonHostContended"']
        target_matchers: ['alertname=~"Calcmon.+"', 'alertname!="CalcmonHostContended"', 'cause="host"']
        equal: [instance]

    # Put yours here.
    receivers:
      - name: nobody

    """

  private static let configuration = """
    # A whole configuration for a Prometheus that scrapes calcmon alone; take from it what yours lacks.
    # Start it with --enable-feature=exemplar-storage to see runs as exemplars in the dashboards.
    global:
      scrape_interval: 15s
      evaluation_interval: 15s

    rule_files: [rules/*.yml]

    # Agents can tell an Alertmanager themselves ('alerting: alertmanagers: …' in their configuration). Let one of the two do it, or all
    # alerts come twice. '../alertmanager/alertmanager.yml' has the inhibit rules that go with them.
    # alerting:
    #   alertmanagers:
    #     - static_configs: [{targets: ["127.0.0.1:9093"]}]

    scrape_configs:
      - job_name: calcmon
        # Read anew when a file changes; no reload is needed. An agent without its entry here is not missed by anybody.
        file_sd_configs: [{files: [targets/*.yml]}]
        # For agents with --web.config.file:
        # scheme: https
        # tls_config: {ca_file: ca.pem}
        # basic_auth: {username: prometheus, password_file: password}

    """

  private static let oneTarget = """
    # The agent on this host. Agents listen on loopback unless --web.listen-address says otherwise.
    - targets: ["127.0.0.1:9873"]

    """

  private static let manyTargets = """
    # An example for many hosts, to be written by whatever knows them (Ansible, Terraform, a CMDB) into the folder 'targets'. Write it under
    # another name and rename it: Prometheus may read at any moment. Labels tell hosts of different kinds apart, in alerts too.
    - targets: ["web-01.example.net:9873", "web-02.example.net:9873"]
      labels: {environment: production, rack: a1}
    - targets: ["batch-01.example.net:9873"]
      labels: {environment: production, rack: b4}
    # An agent that serves by TLS and under a prefix (--web.route-prefix=/calcmon).
    - targets: ["edge-01.example.net:443"]
      labels: {environment: edge, __scheme__: https, __metrics_path__: /calcmon/metrics}

    """
}
