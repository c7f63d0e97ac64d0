{
  grafanaDashboards+:: {
    'calcmon-overview.json': import '../grafana/calcmon-overview.json',
    'calcmon-host.json': import '../grafana/calcmon-host.json',
    'calcmon-strategies.json': import '../grafana/calcmon-strategies.json',
    'calcmon-applications.json': import '../grafana/calcmon-applications.json',
    'calcmon-application.json': import '../grafana/calcmon-application.json',
    'calcmon-agent.json': import '../grafana/calcmon-agent.json',
  },
}
