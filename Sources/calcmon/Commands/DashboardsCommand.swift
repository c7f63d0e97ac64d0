import ArgumentParser
import Console
import Dashboards
import FoundationEssentials

/// `calcmon dashboards`
struct DashboardsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dashboards", abstract: "Write Grafana dashboards, Prometheus rules and runbooks that fit this version.",
    subcommands: [ExportDashboardsCommand.self, GenerateDashboardsCommand.self])
}

/// `calcmon dashboards export --to DIR`
struct ExportDashboardsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write all of it into a folder, for those who have no checkout.",
    discussion: """
      Grafana dashboards with provisioning files, a Prometheus configuration with alerting and recording rules, a jsonnet mixin, runbooks, \
      and the configuration of Datadog's OpenMetrics check. README.md there tells how to use them.

      Example: calcmon dashboards export --to monitoring
      """)

  @Option(help: ArgumentHelp("The folder. It is made where it is missing.", valueName: "dir"))
  var to: PathArgument

  @Flag(help: "Replace files that are there and differ.")
  var force = false

  func run() throws {
    let folder = try PackFolder(to)
    let files = try Pack.files()
    let others = force ? [] : folder.compare(files).changed
    guard others.isEmpty else {
      throw CommandFailure(
        status: .usage,
        message: "\(others.joined(separator: ", ")) in \(to) differ; name another folder, or give --force to replace them")
    }
    try folder.write(files)
    try StandardOutput.write("\(files.count) files are in \(to); begin with \(to)/README.md\n")
  }
}

/// `calcmon dashboards generate`
struct GenerateDashboardsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Bring the folder 'dashboards' of a checkout up to date.",
    discussion: "Exit status of --check: 0 it is up to date, 2 it is not.", shouldDisplay: false)

  @Option(help: ArgumentHelp("The folder.", valueName: "dir"))
  var to: PathArgument = "dashboards"

  @Flag(help: "Write nothing; say which files are stale.")
  var check = false

  func run() throws {
    let folder = try PackFolder(to)
    let files = try Pack.files()
    let (missing, changed) = folder.compare(files)
    if check {
      guard missing.isEmpty, changed.isEmpty else {
        throw CommandFailure(
          status: .usage,
          message: "stale in \(to): \((missing + changed).joined(separator: ", ")); run 'calcmon dashboards generate'")
      }
      return try StandardOutput.write("\(files.count) files in \(to) are up to date\n")
    }
    try folder.write(files.filter { missing.contains($0.path) || changed.contains($0.path) })
    try StandardOutput.write("\(missing.count) files written, \(changed.count) changed in \(to)\n")
  }
}

/// The folder that the pack is written to.
private struct PackFolder {
  let path: String

  /// - Throws: `CommandFailure` for `-`, which is a stream elsewhere.
  init(_ argument: PathArgument) throws(CommandFailure) {
    guard argument.path != "-" else {
      throw CommandFailure(status: .usage, message: "--to names a folder, not a stream; for one that is called '-', give ./-")
    }
    path = argument.path
  }

  /// Which files are not there, or cannot be read, and which say something else.
  func compare(_ files: [Pack.File]) -> (missing: [String], changed: [String]) {
    var missing: [String] = []
    var changed: [String] = []
    for file in files {
      let found = FileManager.default.contents(atPath: "\(path)/\(file.path)")
      if found == nil { missing.append(file.path) } else if found != Data(file.text.utf8) { changed.append(file.path) }
    }
    return (missing, changed)
  }

  func write(_ files: [Pack.File]) throws {
    for file in files {
      let name = "\(path)/\(file.path)"
      let folder = name.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
      do {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      } catch {
        throw CommandFailure(
          status: .failure, message: "cannot make the folder \(folder): is there a file of that name, and may you write there?")
      }
      let output = try OutputFile(name, replaces: true)
      try output.write(file.text)
      try output.finish()
    }
  }
}
