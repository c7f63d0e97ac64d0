{
  _config+:: {
    // Matchers of the series that rules look at, as 'job="calcmon"'. Empty: all that an agent of calcmon exposes.
    calcmonSelector: '',
    // Matchers of the agents that should answer.
    calcmonUpSelector: 'job="calcmon"',
    // Where the runbooks are; %s is the name of the alert. Each agent serves them itself.
    runbookURLPattern: 'http://{{ $labels.instance }}/runbooks/%s',
  },
}
