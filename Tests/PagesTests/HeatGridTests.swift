import Samples
import Storage
import Testing

import Pages

@Suite struct HeatGridTests {
  private static let since = Timestamp(milliseconds: 1_000_000)

  private func grid(_ columns: [(Int, [UInt64])], bounds: [Double] = [0.01, 0.1, 1]) -> HeatGrid {
    let heat = LatencyHeat(
      bounds: bounds, columns: columns.map { .init(start: Self.since.advanced(bySeconds: Double($0.0) * 60), counts: $0.1) },
      step: 60)
    return HeatGrid(heat, since: Self.since, until: Self.since.advanced(bySeconds: 600))
  }

  private func block(_ level: HeatLevel, _ row: Int, _ x: Int, _ width: Int = 1) -> HeatGrid.Block {
    HeatGrid.Block(level: level, row: row, x: x, width: width)
  }

  @Test func `Neighbours of a level are one block, a gap stays a gap`() {
    let grid = grid([(0, [90, 10, 0, 0]), (1, [80, 20, 0, 0]), (4, [90, 10, 0, 0])])
    #expect(grid.blocks == [block(.most, 0, 0, 2), block(.most, 0, 4), block(.many, 1, 0, 2), block(.many, 1, 4)])
    #expect(grid.intervals == 3)
  }

  @Test(
    arguments: [
      (1, 10_000, .rare), (10, 10_000, .few), (100, 10_000, .some), (1000, 10_000, .many), (5000, 10_000, .most), (0, 1, nil),
    ]
      as [(UInt64, UInt64, HeatLevel?)])
  func `The level is the share of an interval's ticks`(count: UInt64, total: UInt64, level: HeatLevel?) {
    #expect(HeatLevel(count, of: total) == level)
  }

  @Test func `An interval without ticks is left out, counts beyond the bounds are not lost`() {
    let grid = grid([(0, [0, 0, 0, 0]), (2, [0, 0, 0, 7])])
    #expect(grid.intervals == 1)
    #expect(grid.totals == [0, 0, 0, 7])
    #expect(grid.blocks == [block(.most, 3, 0)])
  }

  @Test func `A limit is a line where its bound is, between bounds by its logarithm`() {
    let grid = grid([(0, [1, 1, 1, 1])])
    #expect(grid.height(0.1) == 2)
    #expect(abs(grid.height(0.031_622_776_6) - 1.5) < 1e-6)
    #expect(grid.height(5) == 3)
    #expect(grid.firstRow(laterThan: 0.1) == 2)
    #expect(grid.firstRow(laterThan: 0.05) == 2)
  }

  @Test(arguments: [0, -1, .nan, .infinity] as [Double])
  func `A step that cannot be harms nobody`(step: Double) {
    let heat = LatencyHeat(bounds: [], columns: [.init(start: Self.since, counts: [1, 2, 3])], step: step)
    let grid = HeatGrid(heat, since: Self.since, until: Self.since)
    #expect(grid.totals == [1])
    let map = HeatMap(identity: Fleet.baseline.identity, grid: grid, span: HeatSpan(of: [grid], limits: [0.1]), limit: 0.1)
    #expect(PageText.mistake(in: map.markup.text) == nil)
    #expect(!map.markup.text.contains("nan"))
  }

  @Test func `Counts as great as can be do not overflow`() {
    let grid = grid([(0, [.max, .max, 1, 1]), (1, [.max, 0, 0, 0])])
    #expect(grid.intervals == 2)
  }
}
