{
  grafanaDashboards+:: {
    'calcmon-overview.json': import '../grafana/calcmon-overview.json',
    'calcmon-host.json': import '../grafana/calcmon-host.json',
    'calcmon-strategies.json': import '../grafana/calcmon-strategies.json',
    'calcmon-agent.json': import '../grafana/calcmon-agent.json',
  },
}
