import CalcmonTesting
import Foundation
import Testing

extension Beside.Serving {
  /// TLS, users, and who may ask for what, on the built binary.
  @Suite struct SecurityTests {
    @Test func `Over TLS only users are answered, Prometheus among them, and its exemplars lead to runs`() async throws {
      let web = try await WebFiles()
      let agent = try await AgentProcess.calm(options: ["--web.config.file", web.configuration])
      #expect(agent.announcement.contains("page https://127.0.0.1:\(agent.port)/ "))
      let address = "https://127.0.0.1:\(agent.port)"
      for path in ["/metrics", "/", "/-/healthy", "/api/v1/status"] {
        #expect(try await curl(["-u", "reader:secret", address + path], web).first == "200")
        #expect(try await curl(["-u", "reader:wrong", address + path], web).first == "401")
        #expect(try await curl([address + path], web).first == "401")
      }
      // Whoever speaks no TLS is told so.
      #expect(try await curl(["http://127.0.0.1:\(agent.port)/metrics"], web).first == "400")

      let prometheus = try await PrometheusProcess.start(
        scraping: agent.port,
        settings: "scheme: https, tls_config: {ca_file: \(web.certificate)}, basic_auth: {username: reader, password: secret}",
        options: ["--enable-feature=exemplar-storage"])
      try await agent.waitForLog("a run ended", count: 1)
      try await agent.wait(for: "a scrape") { try await prometheus.query("up") == 1 }
      var run: String?
      try await agent.wait(for: "an exemplar with its run") {
        run = try await prometheus.exemplars("calcmon_event_loop_latency_seconds_bucket").compactMap { $0["run_id"] }.first
        return run != nil
      }
      #expect(try await curl(["-u", "reader:secret", "\(address)/runs/\(run ?? "")"], web).first == "200")
      try await prometheus.stop()
      #expect(try await agent.stop() == 0)
    }

    @Test func `Commands ask over TLS as a user, and show no password where they cannot`() async throws {
      let web = try await WebFiles()
      let agent = try await AgentProcess.calm(options: ["--web.config.file", web.configuration])
      try await agent.waitForLog("a run ended", count: 1)
      let place = "127.0.0.1:\(agent.port)"
      let folder = try TemporaryDirectory()
      func write(_ text: String, _ name: String) throws -> String {
        try text.write(toFile: folder.file(name), atomically: true, encoding: .utf8)
        return folder.file(name)
      }
      func calcmon(_ arguments: String...) async throws -> Tool.Result {
        try await Tool.run(BuiltBinary.path, arguments, directory: folder.path)
      }
      let tls = "tls_config: {ca_file: \(web.certificate)}\n"
      let password = try write("secret\n", "password")
      let trusting = try write(tls, "tls.yml")
      let user = try write(tls + "basic_auth: {username: reader, password_file: \(password)}\n", "user.yml")
      for command in [["report"], ["alerts"], ["status"], ["export", "--format", "csv", "--table", "runs"]] {
        let byFile = try await Tool.run(
          BuiltBinary.path, command + ["--url", "https://\(place)", "--http.config.file", user], directory: folder.path)
        #expect([0, 1, 3].contains(byFile.status) && !byFile.output.isEmpty, "\(command): \(byFile.errors)")
      }
      let byURL = try await calcmon("status", "--url", "https://reader:secret@\(place)", "--http.config.file", trusting)
      #expect([0, 1, 3].contains(byURL.status) && !byURL.output.contains("secret"), "\(byURL.errors)")
      let stranger = try await calcmon("export", "--url", "https://\(place)", "--http.config.file", trusting)
      #expect(stranger.status == 2 && stranger.errors.contains("wants the name and the password of a user"))
      let wrong = try await calcmon("report", "--url", "https://reader:geheim@\(place)", "--http.config.file", trusting)
      #expect(wrong.status == 2 && !wrong.errors.contains("geheim"))
      // Nobody vouches for the certificate.
      let untrusted = try await calcmon("export", "--url", "https://reader:secret@\(place)")
      #expect(untrusted.status == 4 && untrusted.errors.contains("certificate") && !untrusted.errors.contains("secret"))
      let plain = try await calcmon("status", "--url", "http://reader:secret@\(place)")
      #expect(plain.status == 2 || plain.status == 4)
      #expect(!plain.errors.contains("secret"))
      #expect(try await agent.stop() == 0)
    }

    @Test func `A certificate and a user that are exchanged count at once; what cannot be used leaves the old in force`()
      async throws
    {
      let web = try await WebFiles()
      let agent = try await AgentProcess.calm(options: ["--web.config.file", web.configuration])
      let address = "https://127.0.0.1:\(agent.port)/metrics"
      let before = try await served(agent.port)
      let metrics = try await curl(["-k", "-u", "reader:secret", address], web)
      let expiry = metrics.first { $0.hasPrefix("calcmon_web_certificate_expiry_timestamp_seconds ") }
      let days = expiry.flatMap { $0.split(separator: " ").last.flatMap { Double($0) } }.map {
        ($0 - Date().timeIntervalSince1970) / 86400
      }
      #expect(days.map { $0 > 1.9 && $0 <= 2 } == true)
      try await web.makeCertificate(name: "second")
      try await agent.wait(for: "another certificate") {
        _ = try await curl(["-k", "-u", "reader:secret", address], web)
        return try await served(agent.port) != before
      }
      let second = try await served(agent.port)
      try FileManager.default.removeItem(atPath: web.key)
      let failures = "calcmon_web_config_reload_failures_total "
      try await agent.wait(for: "a refused configuration") {
        let lines = try await curl(["-k", "-u", "reader:secret", address], web)
        return lines.contains { $0.hasPrefix(failures) && $0 != failures + "0" }
      }
      #expect(try await served(agent.port) == second)
      let status = try await curl(["-k", "-u", "reader:secret", "https://127.0.0.1:\(agent.port)/api/v1/status"], web)
      #expect(status.contains { $0.contains("The web configuration has changed and cannot be used") && !$0.contains("$2y$") })
      try await agent.waitForLog("web configuration", count: 1)
      try await web.makeCertificate(name: "third")
      try web.write(user: "other")
      try await agent.wait(for: "another user") { try await curl(["-k", "-u", "other:secret", address], web).first == "200" }
      #expect(try await curl(["-k", "-u", "reader:secret", address], web).first == "401")
      #expect(try await agent.stop() == 0)
    }

    @Test func `A web configuration that cannot be used ends the agent with the reason`() async throws {
      let folder = try TemporaryDirectory()
      try "basic_auth_users: {reader: secret}\nrate_limits: {}\n".write(
        toFile: folder.file("web.yml"), atomically: true, encoding: .utf8)
      let result = try await Tool.run(
        BuiltBinary.path, ["agent", "--web.config.file", "web.yml", "--web.listen-address", "127.0.0.1:0"], directory: folder.path
      )
      #expect(result.status == 2)
      #expect(result.errors.contains("web.yml:1:28: "))
      #expect(result.errors.contains("web.yml:2:1: unknown key 'rate_limits'"))
      #expect(!result.errors.contains("reader: secret"))
      // No start of an agent is noted that did not come to it.
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["web.yml"])
    }

    @Test func `Only reading is allowed, only to those who mean this host, and reloading only where it is switched on`()
      async throws
    {
      let agent = try await AgentProcess.calm()
      let post = try await HTTP.request("POST", "/metrics", port: agent.port)
      #expect(post.status == 405)
      #expect(post.headers["allow"] == "GET, HEAD")
      #expect(try await HTTP.request("TRACE", "/", port: agent.port).status == 405)
      #expect(try await HTTP.request("POST", "/-/reload", port: agent.port).status == 403)
      let rebound = try await HTTP.request("GET", "/metrics", port: agent.port, headers: ["Host": "evil.example:\(agent.port)"])
      #expect(rebound.status == 403)
      #expect(try await HTTP.request("GET", "/", port: agent.port, headers: ["Host": "localhost:\(agent.port)"]).status == 200)
      for path in ["/..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/runbooks/..%2f..", "/assets/%00", "/a\\b", "//etc/passwd"] {
        #expect(try await agent.get(path).status == 404, "\(path)")
      }
      let page = try await agent.get("/")
      #expect(page.headers["content-security-policy"]?.contains("script-src 'self'") == true)
      #expect(page.headers["x-frame-options"] == "DENY")
      #expect(page.headers["server"] == nil)
      #expect(try await agent.stop() == 0)
    }

    @Test func `Two thousand idle connections do not stop a scrape, and the descriptors come back`() async throws {
      let agent = try await AgentProcess.calm()
      func open() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: "/proc/\(agent.pid)/fd").count }
      try await agent.waitForFirstRound(runs: 1)
      let before = try open()
      let script = """
        import resource, socket, sys, urllib.request
        resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
        port = int(sys.argv[1])
        idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(2000)]
        print(urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30).status)
        """
      #expect(try await Tool.output("/usr/bin/python3", ["-c", script, "\(agent.port)"]) == "200")
      try await agent.wait(for: "closed descriptors") { try open() <= before + 2 }
      #expect(try await agent.stop() == 0)
    }

    /// The status, then the lines of the body.
    private func curl(_ arguments: [String], _ web: WebFiles) async throws -> [String] {
      let result = try await Tool.run(
        "curl", ["--silent", "--show-error", "--cacert", web.certificate, "--write-out", "\n%{http_code}"] + arguments)
      guard result.status == 0 else { throw Tool.Failure(description: "curl: \(result.errors)") }
      let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      return lines.suffix(1) + lines.dropLast()
    }

    /// The fingerprint of the certificate that is shown to new connections.
    private func served(_ port: Int) async throws -> String {
      let command =
        "openssl s_client -connect 127.0.0.1:\(port) </dev/null 2>/dev/null | openssl x509 -noout -fingerprint -sha256"
      return try await Tool.output("sh", ["-c", command])
    }
  }
}
