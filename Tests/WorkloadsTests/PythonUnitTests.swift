import CalcmonTesting
import Testing

/// The tests of the runtime `asyncio` that are written in Python, run by the `python3` that the PATH finds.
@Suite(.timeLimit(.minutes(5))) struct PythonUnitTests {
  @Test func `All tests in Python pass, and none is left out`() async throws {
    let result = try await Tool.run(
      "python3", ["-B", "-m", "unittest", "discover", "--start-directory", "\(Repository.root)/Tests/Python"])
    let lines = result.errors.split(separator: "\n")
    let count = lines.last { $0.hasPrefix("Ran ") }.flatMap { Int($0.split(separator: " ")[1]) }
    #expect(result.status == 0 && lines.last == "OK", "\(result.errors)")
    #expect((count ?? 0) > 0, "no test ran: \(result.errors)")
  }
}
