import Testing

/// The built binary with real peers, one test at a time: each agent computes on every core.
@Suite(.serialized, .timeLimit(.minutes(5))) enum EndToEnd {}
