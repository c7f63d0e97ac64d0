import Samples
import Testing

@Suite struct SizeTextTests {
  @Test(
    arguments: [
      ("0", 0), ("65536", 65536), ("7B", 7), ("1KiB", 1024), ("2GiB", 2 << 30), ("1.5MiB", 1_572_864), ("1TiB", 1 << 40),
      ("500MB", 500_000_000), ("1KB", 1000), ("3GB", 3_000_000_000), ("1TB", 1_000_000_000_000),
    ] as [(String, Int)])
  func `a number with a unit is so many bytes`(_ text: String, _ bytes: Int) {
    #expect(SizeText.bytes(text) == bytes)
  }

  @Test(
    arguments: [
      "", "GiB", "2 GiB", "-1MiB", "2gib", "1e3", ".5GiB", "5.GiB", "1.2.3MiB", "2GiBB", "9999999999999999", "99999999999TiB",
      "٣MiB",
    ])
  func `anything else is none`(_ text: String) {
    #expect(SizeText.bytes(text) == nil)
  }
}
