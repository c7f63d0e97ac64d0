import CalcmonTesting
import Testing

/// The tests of the runtime `asyncio` and of the probe that are written in Python, run by the `python3` that the PATH finds.
@Suite(.timeLimit(.minutes(10))) struct PythonUnitTests {
  @Test(arguments: ["Tests/Python", "probes/python/tests"])
  func `All tests in Python pass, and none is left out`(folder: String) async throws {
    let result = try await Tool.run(
      "python3", ["-B", "-m", "unittest", "discover", "--start-directory", "\(Repository.root)/\(folder)"])
    let lines = result.errors.split(separator: "\n")
    let count = lines.last { $0.hasPrefix("Ran ") }.flatMap { Int($0.split(separator: " ")[1]) }
    #expect(result.status == 0 && lines.last == "OK", "\(result.errors)")
    #expect((count ?? 0) > 0, "no test ran: \(result.errors)")
    for line in lines where line.contains("was not tried") { print("skipped: \(line)") }
  }
}
