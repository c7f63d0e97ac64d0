import Calculator
import Prediction
import Samples
import Testing

/// How many servers a service needs.
@Suite struct CalculatorServersTests {
  private static func result(_ values: [String: String], cores: Int = 4) throws -> CalculatorResult {
    let work = ["io": "20ms", "cpu": "4ms", "rate": "300", "runtime": "asyncio", "threads": "40"]
    return CalculatorResult(try CalculatorRequest(work.merging(values) { $1 }, cores: cores))
  }

  @Test func `Several keep up with what one does not`() throws {
    let one = try #require(try Self.result(["strategy": "async"]).rows.first)
    let four = try Self.result(["strategy": "async", "servers": "4"])
    let row = try #require(four.rows.first)
    #expect(one.service?.isKeptUp == false && one.service?.leastServers == 2)
    #expect(row.service?.isKeptUp == true && row.service?.leastServers == 2)
    #expect((row.service?.capacity ?? 0) > 3.5 * (one.service?.capacity ?? .infinity))
    #expect(four.text.contains("; 2 servers keep up with 300/s, one does not\n"))
    #expect(four.sentence.contains("; 2 servers keep up with 300/s, one does not."))
    #expect(four.text.contains("4 cores, 100 in flight in each of 4 servers\n"))
    #expect(try four.json().contains("\"least_servers\" : 2"))
    #expect(try four.json().contains("\"servers\" : 4"))
  }

  @Test func `What one keeps up with needs no more, and nothing is said of servers`() throws {
    let low = try Self.result(["rate": "100", "strategy": "async,threads"])
    #expect(low.rows.allSatisfy { $0.service?.leastServers == nil })
    #expect(!low.text.contains("server"))
    #expect(try !low.json().contains("\"servers\""))
  }

  @Test func `No number is told that the cores do not allow`() throws {
    let row = try #require(try Self.result(["rate": "3000", "strategy": "async"]).rows.first)
    #expect(row.service?.isKeptUp == false && row.service?.leastServers == nil)
  }

  @Test(arguments: [("1", 8), ("3", 2), ("8", 1), ("16", 1)])
  func `The cores are shared among their worker processes`(servers: String, processes: Int) throws {
    #expect(try CalculatorRequest(["servers": servers], cores: 8).scenario.processes == processes)
    #expect(try CalculatorRequest(["servers": servers, "processes": "5"], cores: 8).scenario.processes == 5)
  }

  @Test func `What is no number of servers is refused, and so is to measure those of swift`() throws {
    for bad in ["0", "65", "two"] {
      #expect(throws: CalculatorProblems.self) { try CalculatorRequest(["servers": bad], cores: 2) }
    }
    let both = try CalculatorRequest(["servers": "2"], cores: 2)
    #expect(both.problemsOfMeasuring(cores: 2).map(\.parameter) == ["servers"])
    let one = try CalculatorRequest(["servers": "2", "runtime": "asyncio"], cores: 2)
    #expect(one.problemsOfMeasuring(cores: 2).isEmpty)
  }

  @Test func `The preset of four workers says the usual answer`() throws {
    let preset = try #require(CalculatorPreset.all.first { $0.key == "uvicorn-4-workers" })
    for cores in [2, 4, 16] {
      let result = CalculatorResult(try CalculatorRequest(preset.values(with: ["strategy": "async"]), cores: cores))
      #expect(result.rows.first?.service?.isKeptUp == true, "\(cores) cores")
      #expect(result.text.contains("servers keep up with 300/s, "), "\(cores) cores")
    }
  }

  @Test func `Of a preset what is given is taken instead, and what moves is left out`() throws {
    let preset = try #require(CalculatorPreset.all.first { $0.key == "fastapi-def" })
    #expect(preset.values(with: ["threads": "80"])["threads"] == "80")
    #expect(preset.values(with: [:], moving: "threads")["threads"] == nil)
    let whole = preset.values(with: ["time": "50ms"])
    #expect(whole["io"] == nil && whole["cpu"] == nil && whole["time"] == "50ms")
    #expect(Set(CalculatorPreset.all.map(\.key)).count == CalculatorPreset.all.count)
  }
}
