import CalcmonTesting
import Foundation
import Testing
import Workloads

@Suite struct AsyncioRuntimeTests {
  // SwiftPM embeds files by their names alone, and the list of paths is written by hand.
  @Test(arguments: [("Sources/Workloads/Runtime", "calcmon_runtime"), ("probes/python/src", "calcmon_probe")])
  func `Every source of the package is embedded under its path, and nothing else is`(folder: String, package: String) throws {
    let root = "\(Repository.root)/\(folder)"
    let found = try #require(FileManager.default.enumerator(atPath: "\(root)/\(package)")).compactMap { $0 as? String }
    let paths = found.filter { $0.hasSuffix(".py") }.map { "\(package)/\($0)" }
    let sources = AsyncioRuntime.sources.filter { $0.path.hasPrefix("\(package)/") }
    #expect(sources.map(\.path).sorted() == paths.sorted())
    for source in sources {
      #expect(try Data(contentsOf: URL(fileURLWithPath: "\(root)/\(source.path)")) == Data(source.bytes), "\(source.path)")
    }
  }

  @Test func `What goes before an order is the number of sources, then each with its path and length`() throws {
    let text = String(decoding: AsyncioRuntime.preamble, as: UTF8.self)
    let first = try #require(AsyncioRuntime.sources.first)
    let beginning = "\(AsyncioRuntime.sources.count)\n\(first.path) \(first.bytes.count)\n"
    #expect(text.hasPrefix(beginning + String(decoding: first.bytes, as: UTF8.self)))
  }
}
