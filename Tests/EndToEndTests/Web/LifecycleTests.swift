import CalcmonTesting
import Foundation
import Testing

extension Beside.Serving {
  /// Readiness, reloading, prefixes, and what systemd and the agent tell each other.
  @Suite struct LifecycleTests {
    @Test func `It is ready when the database is open and a run has ended, and not while there is no database`() async throws {
      let agent = try await AgentProcess.start()
      let early = try await agent.get("/-/ready")
      #expect(early.status == 503 || early.body == "calcmon is ready.\n")
      #expect(try await agent.get("/-/healthy").status == 200)
      try await agent.wait(for: "readiness") { try await agent.get("/-/ready").status == 200 }
      #expect(
        try await agent.value("calcmon_runs_total{mix=\"io-bound\",outcome=\"completed\",runtime=\"swift\",strategy=\"async\"}")
          == 1)
      #expect(try await agent.stop() == 0)
    }

    @Test func `POST to reload has the file read anew, and tells what is wrong with it`() async throws {
      let folder = try TemporaryDirectory()
      let file = folder.file("calcmon.yml")
      try "canaries: {every: 1h}\n".write(toFile: file, atomically: true, encoding: .utf8)
      let agent = try await AgentProcess.start(in: folder, options: ["--config.file", file, "--web.enable-lifecycle"])
      #expect(try await HTTP.request("POST", "/-/reload", port: agent.port).status == 200)
      try "canaires: {}\n".write(toFile: file, atomically: true, encoding: .utf8)
      let refused = try await HTTP.request("POST", "/-/reload", port: agent.port)
      #expect(refused.status == 500)
      #expect(refused.body.contains("calcmon.yml:1:1: unknown key 'canaires'"))
      #expect(try await agent.value("calcmon_config_last_reload_successful") == 0)
      #expect(try await HTTP.request("GET", "/-/reload", port: agent.port).status == 405)
      let foreign = try await HTTP.request("POST", "/-/reload", port: agent.port, headers: ["Origin": "https://evil.example"])
      #expect(foreign.status == 403)
      #expect(try await agent.stop() == 0)
    }

    @Test func `Behind a proxy everything begins with the path of the external URL`() async throws {
      let agent = try await AgentProcess.start(options: ["--web.external-url", "https://calcmon.example.org/at/"])
      #expect(agent.announcement.contains("page http://127.0.0.1:\(agent.port)/at/ "))
      try await agent.wait(for: "readiness") { try await agent.get("/at/-/ready").status == 200 }
      let root = try await agent.get("/")
      #expect(root.status == 302)
      #expect(root.headers["location"] == "/at/")
      #expect(try await agent.get("/metrics").status == 404)
      #expect(try await agent.get("/at/metrics").status == 200)
      let proxied = ["Host": "calcmon.example.org"]
      let page = try await HTTP.request("GET", "/at/", port: agent.port, headers: proxied)
      #expect(page.status == 200)
      let links = page.body.matches(of: /(?:href|src)="([^"]*)"/).map { String($0.output.1) }
      #expect(links.filter { !$0.hasPrefix("/at/") && !$0.hasPrefix("#") && !$0.hasPrefix("data:") && !$0.hasPrefix("?") } == [])
      for link in Set(links).filter({ $0.hasPrefix("/at/") }) {
        let path = String(link.prefix { $0 != "#" })
        #expect(try await HTTP.request("GET", path, port: agent.port, headers: proxied).status == 200, "\(link)")
      }
      #expect(try await agent.stop() == 0)
    }

    @Test func `systemd hands over a socket, is told of readiness, of life and of the end`() async throws {
      let folder = try TemporaryDirectory()
      // Plays systemd: listens, hands the socket over as descriptor 3, and writes down what it is told.
      let manager = """
        import os, signal, socket, sys
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGHUP})
        notices = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        notices.bind("notify")
        listener = socket.create_server(("127.0.0.1", 0))
        child = os.fork()
        if child == 0:
            os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1", NOTIFY_SOCKET=os.path.abspath("notify"), WATCHDOG_USEC="200000")
            os.dup2(listener.fileno(), 3)
            os.set_inheritable(3, True)
            os.execv(sys.argv[1], sys.argv[1:])
        for number in signal.SIGTERM, signal.SIGHUP:
            signal.signal(number, lambda number, _: os.kill(child, number))
        with open("told", "w", buffering=1) as told:
            while True:
                text = notices.recv(4096).decode()
                told.write(text.replace("\\n", " ") + "\\n")
                if "STOPPING=1" in text: break
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        """
      let agent = try await AgentProcess.start(
        in: folder, options: ["--web.systemd-socket"], through: ["/usr/bin/python3", "-c", manager])
      #expect(try await agent.get("/-/healthy").status == 200)
      func told() -> [String] {
        let text = (try? String(contentsOfFile: folder.file("told"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
      }
      try await agent.wait(for: "three signs of life") { told().count { $0 == "WATCHDOG=1" } >= 3 }
      #expect(told().first == "READY=1 STATUS=serves http://127.0.0.1:\(agent.port)")
      kill(agent.pid, SIGHUP)
      try await agent.wait(for: "a reload") {
        told().contains { $0.hasPrefix("RELOADING=1 MONOTONIC_USEC=") } && told().contains("READY=1")
      }
      #expect(try await agent.stop() == 0)
      #expect(told().last == "STOPPING=1")
    }
  }
}
