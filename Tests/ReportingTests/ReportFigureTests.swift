import Reporting
import Samples
import Storage
import Testing
import Thresholds

@Suite struct ReportFigureTests {
  private func row(_ name: TargetName, _ figures: [RunFigures]) throws -> Report.Row {
    var history = Reports.history("cpu-bound", .cpu)
    history.figures = figures
    return try #require(Reports.report([history]).rows.first { $0.judgement.target.name == name })
  }

  @Test func `The worst latency is the highest of single ticks, the plot is of p99`() throws {
    let row = try row(
      .eventLoopLatency,
      [Reports.figures(1, at: 10, latency: 0.09, max: 0.1), Reports.figures(2, at: 20, latency: 0.01, max: 0.7)])
    #expect(row.worst?.value == 0.7)
    #expect(row.worst?.runID == 2)
    #expect(row.worst?.at == Reports.since.advanced(bySeconds: 20))
    #expect(row.plot.map(\.value) == [0.09, 0.01])
  }

  @Test(arguments: [
    (TargetName.queueDepth, [70, 90.0, 20], 90.0), (.memory, [5, 9, 8], 9), (.ioWait, [0.2, 0.1, 0.4], 0.4),
    (.cpuUtilization, [0.79, 0.85, 0.72], 0.72), (.cpuUtilization, [0.95, 0.7, 0.81], 0.95),
  ])
  func `The worst is the highest, and of a band what is farthest from its middle`(
    name: TargetName, values: [Double], worst: Double
  ) throws {
    let figures = values.enumerated().map { run, value in
      Reports.figures(Int64(run), at: Double(run), queue: value, cpu: value, ioWait: value, memory: value)
    }
    #expect(try row(name, figures).worst?.value == worst)
    #expect(try row(name, figures).plot.map(\.value) == values)
  }

  @Test func `Of equal ones the first run is the worst`() throws {
    #expect(try row(.memory, (1...3).map { Reports.figures($0, at: Double($0)) }).worst?.runID == 1)
  }

  @Test func `Without a figure there is neither a worst run nor a plot`() throws {
    let none = [
      Reports.figures(1, at: 1, latency: nil, memory: nil), Reports.figures(2, at: 2, latency: .nan, memory: .infinity),
    ]
    for figures in [[], none] {
      for name in [TargetName.eventLoopLatency, .memory] {
        #expect(try row(name, figures).worst == nil)
        #expect(try row(name, figures).plot.isEmpty)
      }
    }
  }

  @Test(arguments: [(200, 200), (201, 200), (1000, 200), (100_000, 200)])
  func `A plot has two hundred points at most, and loses no peak`(runs: Int, points: Int) throws {
    let figures = (0..<runs).map { Reports.figures(Int64($0), at: Double($0), queue: $0 == runs - 77 ? 99 : Double($0 % 7)) }
    let plot = try row(.queueDepth, figures).plot
    #expect(plot.count <= points)
    #expect(plot.count > 150)
    #expect(plot.map(\.value).max() == 99)
    #expect(plot.map(\.at) == plot.map(\.at).sorted())
  }

  @Test func `Many runs at one instant are still a plot`() throws {
    let figures = (0..<500).map { Reports.figures(Int64($0), at: 0) }
    #expect(try (1...200).contains(row(.queueDepth, figures).plot.count))
  }
}
