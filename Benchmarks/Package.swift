// swift-tools-version: 6.2
import PackageDescription

// The executables that benchmarks need beside calcmon: a package of their own, so that no build of calcmon waits for them.

// They use what calcmon's targets show each other, and so say that they are of the same package. SwiftPM calls it by its folder.
let folder = Context.packageDirectory.split(separator: "/").dropLast().last ?? "calcmon"
let name = String(folder.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .unsafeFlags(["-package-name", name]),
]

func calcmon(_ targets: String...) -> [Target.Dependency] { targets.map { .product(name: $0, package: "calcmon") } }

let package = Package(
  name: "calcmon-benchmarks",
  dependencies: [
    .package(name: "calcmon", path: ".."),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // Renders many series.
    .executableTarget(
      name: "ExpositionBenchmark", dependencies: calcmon("Samples", "Exposition"), path: "ExpositionBenchmark",
      packageAccess: false, swiftSettings: settings),
    // Judges many targets.
    .executableTarget(
      name: "TargetBenchmark", dependencies: calcmon("Samples", "Thresholds"), path: "TargetBenchmark", packageAccess: false,
      swiftSettings: settings),
    // Fills a history as months of runs would.
    .executableTarget(
      name: "HistoryBenchmark",
      dependencies: calcmon(
        "Samples", "Procfs", "Scheduling", "Telemetry", "Alerting", "Workloads", "Runs", "Storage", "Notifying", "Processes",
        "Agent",
        "ManualClock") + [
          .product(name: "Logging", package: "swift-log"),
          .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        ], path: "HistoryBenchmark", packageAccess: false, swiftSettings: settings),
  ]
)
