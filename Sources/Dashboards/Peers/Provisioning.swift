/// Files that tell Grafana where its dashboards and its data source are.
enum Provisioning {
  static let files: [(path: String, text: String)] = [
    ("grafana/provisioning/dashboards/calcmon.yaml", dashboards),
    ("grafana/provisioning/datasources/prometheus.yaml", datasource),
  ]

  private static let dashboards = """
    # For /etc/grafana/provisioning/dashboards/. Put the JSON files into the folder that 'path' names.
    apiVersion: 1
    providers:
      - name: calcmon
        folder: calcmon
        type: file
        disableDeletion: true
        allowUiUpdates: false
        updateIntervalSeconds: 60
        options:
          path: /var/lib/grafana/dashboards/calcmon

    """

  private static let datasource = """
    # For /etc/grafana/provisioning/datasources/.
    apiVersion: 1
    datasources:
      - name: Prometheus
        type: prometheus
        access: proxy
        url: http://127.0.0.1:9090
        isDefault: true
        jsonData:
          httpMethod: POST
          # As in prometheus.yml: $__rate_interval is at least four times as long.
          timeInterval: 15s
          # Exemplars are runs. The page of one is on the agent that ran it; this address suits a single agent.
          exemplarTraceIdDestinations:
            - name: run_id
              urlDisplayLabel: The run
              url: 'http://127.0.0.1:9873/runs/$${__value.raw}'

    """
}
