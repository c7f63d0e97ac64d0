import Reporting
import Testing

@Suite struct ExportProgressTests {
  @Test(
    arguments: [
      (0, 0, 0.0, "[........................] 0 %  0 samples"),
      (1, 999, 0.2, "[........................] 0 %  999 samples"),
      (420, 1_234_567, 8.6, "[##########..............] 42 %  1,234,567 samples, 12 s left"),
      (500, 1000, 100, "[############............] 50 %  1,000 samples, 2 min left"),
      (500, 1000, 99, "[############............] 50 %  1,000 samples, 99 s left"),
      (1, 10, 10, "[........................] 0 %  10 samples, 3 h left"),
      (999, 10, 10, "[#######################.] 99 %  10 samples, 1 s left"),
      (1000, 10, 10, "[########################] 100 %  10 samples"),
      (1001, 10, 10, "[########################] 100 %  10 samples"),
    ])
  func `The bar is filled by what is done of all, with the time left`(done: Int, rows: Int, elapsed: Double, bar: String) {
    var progress = ExportProgress(total: 1000, unit: "samples")
    (progress.done, progress.rows) = (done, rows)
    #expect(progress.bar(elapsedSeconds: elapsed) == bar)
  }

  @Test func `Where nobody knows how much there is, there is no bar`() {
    var progress = ExportProgress(total: 0, unit: "minutes")
    progress.rows = 12_345
    #expect(progress.bar(elapsedSeconds: 5) == "12,345 minutes")
  }
}
