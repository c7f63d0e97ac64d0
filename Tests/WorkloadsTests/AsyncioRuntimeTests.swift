import CalcmonTesting
import Foundation
import Testing
import Workloads

@Suite struct AsyncioRuntimeTests {
  // SwiftPM embeds files by their names alone, and the list of paths is written by hand.
  @Test func `Every source of the package is embedded under its path, and nothing else is`() throws {
    let folder = "\(Repository.root)/Sources/Workloads/Runtime"
    let found = try #require(FileManager.default.enumerator(atPath: "\(folder)/calcmon_runtime")).compactMap { $0 as? String }
    let paths = found.filter { $0.hasSuffix(".py") }.map { "calcmon_runtime/\($0)" }
    #expect(AsyncioRuntime.sources.map(\.path).sorted() == paths.sorted())
    for source in AsyncioRuntime.sources {
      #expect(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(source.path)")) == Data(source.bytes), "\(source.path)")
    }
  }

  @Test func `What goes before an order is the number of sources, then each with its path and length`() throws {
    let text = String(decoding: AsyncioRuntime.preamble, as: UTF8.self)
    let first = try #require(AsyncioRuntime.sources.first)
    let beginning = "\(AsyncioRuntime.sources.count)\n\(first.path) \(first.bytes.count)\n"
    #expect(text.hasPrefix(beginning + String(decoding: first.bytes, as: UTF8.self)))
  }
}
