import CalcmonTesting
import Foundation
import Testing

extension Beside.Serving {
  /// Where results go: they arrive, or the status says that they did not.
  @Suite struct ResultTests {
    private func shell(_ script: String, in directory: TemporaryDirectory) async throws -> Tool.Result {
      try await Tool.run("sh", ["-c", script, BuiltBinary.path], directory: directory.path)
    }

    @Test(
      arguments: [
        "--help", "--version", "run --help", "help run", "check config --reference", "simulate",
        "simulate --sweep concurrency=1..20",
        "simulate --format json", "alerts", "alerts silences", "report", "report --format json", "export --format csv",
        "dashboards export --to pack", "run idle --duration 200ms --runtime swift",
        "run idle --duration 200ms --runtime swift --format json", "alerts backtest",
        "alerts silence --alert CalcmonRunFailing --for 1h --comment x",
      ])
    func `A result that there is no room for is a failure`(arguments: String) async throws {
      let directory = try TemporaryDirectory()
      _ = try await shell(#""$0" run idle --duration 200ms --runtime swift --store"#, in: directory)
      for (target, reason) in [(">/dev/full", "No space left on device"), ("1</dev/null", "Bad file descriptor")] {
        let result = try await shell(#""$0" \#(arguments) \#(target)"#, in: directory)
        #expect(result.status == 4, "\(arguments) \(target)")
        #expect(result.errors == "calcmon: cannot write to standard output: \(reason)\n", "\(arguments) \(target)")
      }
    }

    @Test func `A reader that has enough is no failure`() async throws {
      let directory = try TemporaryDirectory()
      let script = #"trap '' PIPE; { "$0" check config --reference; echo $? >&2; } | head -c 1 >/dev/null"#
      #expect(try await shell(script, in: directory).errors == "0\n")
    }

    @Test func `A link to a report is kept, and what it leads to is replaced`() async throws {
      let directory = try TemporaryDirectory()
      _ = try await shell(#""$0" run idle --duration 200ms --runtime swift --store"#, in: directory)
      let script = """
        echo old >real.html; ln -s real.html latest.html; ln -s shared.prom link.prom; umask 077
        "$0" report --format html --output latest.html --force --output.textfile link.prom
        test -h latest.html && test -h link.prom && grep -c '<html' real.html && stat -c '%a %n' real.html shared.prom
        """
      #expect(
        try await shell(script, in: directory).output.split(separator: "\n").suffix(2) == ["644 real.html", "644 shared.prom"])
    }

    /// By a link as /dev/stdout is one: were it replaced, that of the machine would be gone.
    @Test func `The dash and a link to standard output are standard output, also one that is appended to`() async throws {
      let directory = try TemporaryDirectory()
      _ = try await shell(#""$0" run idle --duration 200ms --runtime swift --store"#, in: directory)
      let script = """
        echo first >log; ln -s /proc/self/fd/1 stdout; "$0" report --output - --output.textfile stdout >>log; head -1 log
        grep -c '^Verdict' log; grep -c '^calcmon_report_timestamp' log; ls -- - 2>/dev/null; test -h stdout && echo kept
        """
      #expect(try await shell(script, in: directory).output == "first\n1\n1\nkept\n")
    }

    @Test(
      arguments: [
        "report --output", "report --output.textfile", "report --config.file", "report --baseline", "export --output",
        "agent --config.file", "agent --web.config.file", "agent --web.external-url", "agent --path.procfs",
        "agent --path.cgroupfs",
        "agent --path.python", "run --path.procfs", "run --config.file", "tune --path.cgroupfs", "selftest --path.python",
        "simulate --path.procfs", "dashboards export --to", "dashboards generate --to", "alerts backtest --config.file",
      ])
    func `An empty path is refused by the name of its option`(option: String) async throws {
      let directory = try TemporaryDirectory()
      let result = try await shell(#""$0" \#(option) ''"#, in: directory)
      #expect(result.status == 2)
      #expect(
        result.errors.hasPrefix("calcmon: \(option.split(separator: " ").last ?? "") must not be empty; give <"),
        "\(result.errors)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == [])
    }

    @Test(arguments: ["report --output", "run", "check config", "agent --config.file", "run --storage.path", "nosuch"])
    func `A name that is not UTF-8 is refused, and nothing is made`(words: String) async throws {
      let directory = try TemporaryDirectory()
      let result = try await shell(#""$0" \#(words) "$(printf 'a\377b')""#, in: directory)
      #expect(result.status == 2)
      #expect(result.errors.contains(#"'a\xffb'"#) && result.errors.contains("is not UTF-8"))
      #expect(result.errors.split(separator: "\n").count == 1)
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == [])
    }

    @Test func `A TMPDIR that is empty is none, and one that is not UTF-8 is no other`() async throws {
      let directory = try TemporaryDirectory()
      let run = #""$0" run mixed --io disk --items 5 --strategy hybrid --runtime swift"#
      let other = try await shell(#"TMPDIR="$(printf '/tmp/\377')" \#(run)"#, in: directory)
      #expect(other.status == 4)
      #expect(other.output.contains("the path in TMPDIR is not UTF-8"))
      #expect(try await shell("TMPDIR= \(run)", in: directory).status != 4)
    }

    @Test(
      arguments: [
        ("run --strategy all,sync", "--strategy: 'all' stands alone"),
        ("run --runtime swift,all", "--runtime: 'all' stands alone"),
        ("selftest --only all,gc", "--only: 'all' stands alone"), ("run --format xml", "--format 'xml' is none of text, json"),
        ("run --items many", "--items 'many' is not a whole number"),
        ("run --rate fast", "--rate 'fast' is no rate, such as 300, 300/s or 18k/m"),
        ("alerts unsilence x", "<id> 'x' is not a whole number"),
        ("tune --budget 1s", "--budget '1s' is no duration from 5s to 1h"),
        ("agent --log.level loud", "--log.level 'loud' is none of debug, info, warn, error"),
        ("agent --storage.retention.raw 1s", "--storage.retention.raw '1s' is no time of at least an hour"),
        ("report --since yesterday", "--since 'yesterday' is neither a duration"),
        ("alerts silence --for 1h --comment y --alert z", "--alert 'z' is none of Calcmon"),
      ])
    func `A bad value is named once, with what to do`(words: String, says: String) async throws {
      let result = try await shell("\"$0\" \(words)", in: try TemporaryDirectory())
      #expect(result.status == 2)
      #expect(result.errors.hasPrefix("calcmon: \(says)"), "\(result.errors)")
      #expect(result.errors.split(separator: "\n").count == 1)
    }

    @Test(arguments: ["0", "1", "5", "-3", "39", "", "wide"])
    func `Help is there, however narrow the terminal`(columns: String) async throws {
      let script = #"COLUMNS='\#(columns)' "$0" run --help && COLUMNS='\#(columns)' "$0" alerts show"#
      let result = try await shell(script, in: try TemporaryDirectory())
      #expect(result.status == 2)
      #expect(result.output.contains("--concurrency"))
    }

    @Test func `What is typed wrong does not act on the terminal`() async throws {
      let result = try await shell(#""$0" run "$(printf 'x\033[2Jy')""#, in: try TemporaryDirectory())
      #expect(result.errors.contains(#"'x\u{1B}[2Jy'"#))
    }

    @Test func `A log that nobody reads keeps no agent from serving, nor from its end`() async throws {
      // A pipe that is full before the agent begins, and has a reader that reads nothing.
      let wrapper = [
        "python3", "-c",
        """
        import fcntl, os, sys
        ours, theirs = os.pipe()
        os.dup2(theirs, 2)
        fcntl.fcntl(2, fcntl.F_SETFL, os.O_NONBLOCK)
        try:
            while True: os.write(2, b"x" * 4096)
        except BlockingIOError: pass
        fcntl.fcntl(2, fcntl.F_SETFL, 0)
        os.set_inheritable(ours, True)
        os.execv(sys.argv[1], sys.argv[1:])
        """,
      ]
      let agent = try await AgentProcess.calm(options: ["--log.format", "json"], through: wrapper)
      #expect(try await agent.get("/-/healthy").status == 200)
      #expect(try await agent.value("calcmon_log_dropped_total") == 0)
      try await agent.wait(for: "a run") { try await agent.get("/metrics").body.contains("calcmon_runs_total{") }
      #expect(try await agent.stop() == 0)
    }
  }
}
