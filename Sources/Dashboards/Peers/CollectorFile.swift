/// The configuration by which an OpenTelemetry Collector reads `/metrics`: that of its Prometheus receiver.
enum CollectorFile {
  static let path = "opentelemetry/collector.yaml"

  static let text = """
    # A whole configuration for an OpenTelemetry Collector with the receiver 'prometheus' (contrib and k8s distributions have it); take from it
    # what yours lacks: the scrape configuration. It is Prometheus' own, with each $ of a regular expression written twice.
    receivers:
      prometheus:
        config:
          scrape_configs:
            - job_name: calcmon
              scrape_interval: 15s
              static_configs:
                - targets: ["127.0.0.1:9873"]
              # For agents with --web.config.file:
              # scheme: https
              # tls_config: {ca_file: ca.pem}
              # basic_auth: {username: collector, password_file: password}

    processors:
      batch: {}

    # Put yours here. Exemplars are runs: they go along to whatever takes them.
    exporters:
      debug: {}

    service:
      pipelines:
        metrics:
          receivers: [prometheus]
          processors: [batch]
          exporters: [debug]

    """
}
