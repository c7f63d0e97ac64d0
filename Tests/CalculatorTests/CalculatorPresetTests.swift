import Calculator
import Testing

@Suite struct CalculatorPresetTests {
  @Test(arguments: CalculatorPreset.all.indices, [1, 2, 64]) func `Its values are accepted on every host`(index: Int, cores: Int)
    throws
  {
    let preset = CalculatorPreset.all[index]
    let values = Dictionary(preset.values.map { ($0.parameter, $0.value) }) { first, _ in first }
    #expect(values.count == preset.values.count)
    _ = try CalculatorRequest(values, cores: cores, mostTasks: 100_000)
  }

  @Test func `The mixed one is the guide's benchmark`() throws {
    let preset = try #require(CalculatorPreset.all.first { $0.name == "Mixed" })
    let values = Dictionary(preset.values.map { ($0.parameter, $0.value) }) { first, _ in first }
    let scenario = try CalculatorRequest(values, cores: 2).scenario
    #expect(abs(scenario.io.mean - 0.0027) < 1e-6 && abs(scenario.cpu.mean - 0.00175) < 1e-6)
    #expect(scenario.items == 10_000 && scenario.concurrency == 100 && scenario.chunk == 16)
  }
}
