import CalcmonTesting
import Dashboards
import Foundation
import Testing

@Suite struct PackTests {
  @Test func `The folder of the repository is what is generated`() throws {
    for file in try Pack.files() {
      let found = try? String(contentsOfFile: "\(Repository.root)/dashboards/\(file.path)", encoding: .utf8)
      #expect(found == file.text, "dashboards/\(file.path) is stale: run 'calcmon dashboards generate'")
    }
  }

  @Test func `There is nothing else in it but the rules' tests`() throws {
    let files = try FileManager.default.subpathsOfDirectory(atPath: "\(Repository.root)/dashboards").filter { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(Repository.root)/dashboards/\(path)", isDirectory: &isFolder)
        && !isFolder.boolValue
    }
    let others = Set(files).subtracting(try Pack.files().map(\.path)).filter { !$0.hasPrefix("prometheus/tests/") }
    #expect(others == [])
  }
}
