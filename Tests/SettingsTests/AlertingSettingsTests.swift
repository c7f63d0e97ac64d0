import Alerting
import Settings
import Testing

@Suite struct AlertingSettingsTests {
  private let settings: AgentSettings
  private var alerting: AlertingSettings { settings.alerting }

  init() throws {
    let text = try SettingsFolder.text("alerting", in: SettingsFolder.good)
    settings = try AgentSettings(parsing: text, file: "/etc/calcmon/calcmon.yaml", cores: 2)
  }

  @Test func `A rule changes only what is given`() throws {
    let memory = try #require(alerting.rules.first { $0.name == .memoryGrowing })
    #expect([memory.hold, memory.keepFiringFor, memory.noDataAfter] == [0, 3600, 7200])
    #expect(memory.severity == "info")
    #expect(memory.labels == ["team": "1"])
    #expect(memory.annotations["summary"] == "{{ $value }}")
    #expect(memory.annotations["note"] == "a")
    let standard = try #require(AlertRule.standard.first { $0.name == .memoryGrowing })
    #expect(memory.annotations.count == standard.annotations.count + 1)
    #expect(alerting.rules.filter { !$0.isEnabled }.map(\.name) == [.runFailing])
    let unchanged = try AlertRule.standard.filter { ![.memoryGrowing, .runFailing].contains($0.name) }.map { rule in
      var rule = rule
      if rule.name.countsRuns { rule.badRuns = try BadRunRule(parsing: "3 of 5") }
      return rule
    }
    #expect(alerting.rules.filter { ![.memoryGrowing, .runFailing].contains($0.name) } == unchanged)
    #expect(alerting.limit == 7)
  }

  @Test func `Bad runs are counted as the rule says, else as all rules do`() {
    let texts = Dictionary(uniqueKeysWithValues: alerting.rules.map { ($0.name, $0.badRuns.text) })
    #expect(texts[.memoryGrowing] == "1 of 1")
    #expect(texts[.runFailing] == "3 of 5")
    #expect(texts[.slotsMissed] == "2 of 3")
    #expect(AlertingSettings().rules.allSatisfy { $0.badRuns.text == "2 of 3" })
  }

  @Test func `To be told only of what is the program's fault takes two lines, and runs that fail are told all the same`() throws {
    let settings = try AgentSettings(parsing: "alerting:\n  cause: program\n", file: "f", cores: 2)
    let causes = Dictionary(uniqueKeysWithValues: settings.alerting.rules.map { ($0.name, $0.causes) })
    let others = causes.filter { $0.value != [.program] }.keys
    #expect(Set(others) == [.appDown, .appStanding, .runFailing, .slotsMissed])
    #expect(causes[.runFailing] == [.program, .host, .unexplained])
    #expect(AlertingSettings().rules.allSatisfy { $0.causes == [.program, .host, .unexplained] })
  }

  @Test func `A rule's own causes stand above those of all, one or a list`() throws {
    let text =
      "alerting: {cause: program, rules: {memory: {cause: [program, unexplained]}, run_failing: {cause: host}, host_contended: {cause: host}}}"
    let rules = try AgentSettings(parsing: text, file: "f", cores: 2).alerting.rules
    let causes = Dictionary(uniqueKeysWithValues: rules.map { ($0.name, $0.causes) })
    #expect(causes[.memoryGrowing] == [.program, .unexplained])
    #expect(causes[.runFailing] == [.host] && causes[.hostContended] == [.host] && causes[.queueGrowing] == [.program])
  }

  @Test(arguments: [
    ("alerting:\n  cause: programme\n", "f:2:10: "), ("alerting:\n  cause: []\n", "f:2:10: "),
    ("alerting:\n  cause: [host, host]\n", "f:2:17: "), ("alerting:\n  rules: {memory: {cause: 1}}\n", "f:2:27: "),
    ("alerting:\n  rules: {host_contended: {bad_runs: 2 of 3}}\n", "f:2:28: "),
  ])
  func `A cause that there is not is a problem, with its place`(_ text: String, _ place: String) {
    do {
      _ = try AgentSettings(parsing: text, file: "f", cores: 2)
      Issue.record("it was taken")
    } catch {
      #expect("\(error)".hasPrefix(place), "\(error)")
    }
  }

  @Test func `Every alert says which host it is of, unless the file says otherwise`() throws {
    #expect(AgentSettings().alertLabels(host: "db-7") == ["instance": "db-7"])
    #expect(settings.alertLabels(host: "db-7") == ["instance": "web-01"])
    let none = try AgentSettings(parsing: "external_labels: {instance: \"\", team: a}", file: "f", cores: 2)
    #expect(none.alertLabels(host: "db-7") == ["team": "a"])
  }

  @Test func `Everybody in the file is told, with the files that say who calcmon is`() {
    var manager = HTTPReceiver(url: "http://127.0.0.1:9093/am", place: "127.0.0.1:9093")
    manager.credentials = .basic(username: "me", passwordFile: "/etc/calcmon/pw")
    manager.tls.caFile = "/etc/ca.pem"
    manager.tls.certificateFile = "/etc/calcmon/c.pem"
    manager.tls.keyFile = "/etc/calcmon/k.pem"
    manager.tls.serverName = "a"
    manager.tls.isInsecure = true
    var chat = HTTPReceiver(url: "HTTPS://hooks.example.org/secret", place: "hooks.example.org")
    chat.name = "chat"
    chat.timeout = 3
    chat.repeatInterval = 3600
    chat.credentials = .bearer(tokenFile: "/etc/calcmon/token")
    var page = CommandReceiver(arguments: ["/etc/calcmon/bin/page", "--team", ""])
    page.timeout = 60
    page.repeatInterval = 7200
    var logger = CommandReceiver(arguments: ["logger"])
    logger.name = "syslog"
    #expect(
      alerting.notifiers == [
        .alertmanager(manager), .webhook(chat), .webhook(HTTPReceiver(url: "http://[::1]:8080/", place: "[::1]:8080")),
        .command(page),
        .command(logger),
      ])
    #expect(
      alerting.notifiers.map(\.name) == [
        "alertmanager/127.0.0.1:9093", "webhook/chat", "webhook/[::1]:8080", "command/page", "command/syslog",
      ])
  }

  @Test func `The log is told unless it is switched off`() throws {
    let settings = try AgentSettings(parsing: "alerting: {webhooks: [{url: \"http://a/\"}]}", file: "f", cores: 2)
    #expect(settings.alerting.notifiers == [.log, .webhook(HTTPReceiver(url: "http://a/", place: "a"))])
  }

  @Test func `Maintenance has days and times of day`() {
    #expect(
      alerting.maintenance == [
        MaintenanceWindow(
          comment: "backups", matcher: AlertMatcher(["alertname": "CalcmonIOWaitHigh"]), days: [0, 6], from: 22 * 60, to: 4 * 60),
        MaintenanceWindow(comment: "", matcher: AlertMatcher([:]), days: Set(0...6), from: 0, to: 1440),
      ])
  }
}
