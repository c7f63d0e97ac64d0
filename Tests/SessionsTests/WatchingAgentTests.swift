import AppIntake
import Sessions
import Telemetry
import Testing

@Suite struct WatchingAgentTests {
  private static let greeting = AgentGreeting(version: "1.0", probe: "probe-1")

  private func words(_ finding: WatchingAgent.Finding) -> String {
    switch finding {
    case .none: "none"
    case .unusable(let reason): reason
    case .found(let agent): "found \(agent.socket)"
    }
  }

  @Test func `It is looked for at the usual places, and the first that answers is taken`() {
    var asked: [String] = []
    let finding = WatchingAgent.find(named: nil, runtimeFolder: "/run/user/7") { path in
      asked.append(path)
      return path.hasPrefix("/run/user") ? .agent(Self.greeting) : .nobody
    }
    #expect(asked == ["/run/calcmon/apps.sock", "/run/user/7/calcmon/apps.sock"])
    #expect(words(finding) == "found /run/user/7/calcmon/apps.sock")
  }

  @Test func `Where none listens at the usual places nothing is said; at a place that was named it is`() {
    #expect(words(WatchingAgent.find(named: nil, runtimeFolder: nil) { _ in .nobody }) == "none")
    #expect(words(WatchingAgent.find(named: "/a.sock", runtimeFolder: nil) { _ in .nobody }) == "no agent listens at /a.sock")
    #expect(words(WatchingAgent.find(named: "none", runtimeFolder: nil) { _ in .agent(Self.greeting) }) == "none")
  }

  @Test func `One of another version, one that does not answer and one that is not for this user are told`() {
    let old = AgentGreeting(version: "9", probe: nil, v: 9)
    let found = { (answer: AgentInquiry.Answer) in words(WatchingAgent.find(named: "/a.sock", runtimeFolder: nil) { _ in answer })
    }
    #expect(found(.agent(old)) == "the agent at /a.sock speaks version 9 of the protocol, and this calcmon version 1")
    #expect(found(.silent) == "what listens at /a.sock does not answer as an agent")
    #expect(found(.forbidden) == "this user may not report to the agent at /a.sock")
  }

  @Test(
    arguments: [
      ("python app.py", "app"), ("python3.12 -X dev -u /srv/shop/main.py --port 7", "main"),
      ("python -m shop.worker", "shop.worker"),
      ("python -m uvicorn shop.main:app --workers 2", "shop.main"), ("uvicorn --workers 2 shop:app", "shop"),
      ("gunicorn -k asgi -b 127.0.0.1:80 shop:app", "shop"), ("/opt/venv/bin/shop-server", "shop-server"),
      ("python -c pass", "python"),
      ("python shop/__main__.py", "shop"), ("./grüner laden", "gr-ner"),
    ] as [(String, String)])
  func `An application is called by its command`(command: String, name: String) {
    #expect(CommandName.of(command.split(separator: " ").map(String.init)) == name)
  }
}
