// swift-tools-version: 6.2
import PackageDescription

// The map of calcmon: targets in the order in which they depend on each other.

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

// `make` says it; SwiftPM itself remembers the one that it saw first.
let revision = Context.environment["CALCMON_REVISION"] ?? Context.gitInformation?.currentCommit ?? "unknown"

// What tests share may use what its imports bring along.
let sharedTestSettings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
]

// Tests are compiled once and run once: what is optimized is what they test.
let testSettings = sharedTestSettings + [.unsafeFlags(["-Onone"], .when(configuration: .release))]

// The agent's own packages are used with the trait `Agent` alone: who needs no more than CalcmonWatch or CalcmonWorkload writes `traits: []`, and fetches none of
// them. What the library uses is used without.
let agent = TargetDependencyCondition.when(traits: ["Agent"])

let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio", condition: agent)
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl", condition: agent)
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client", condition: agent)
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift", condition: agent)
let logging = Target.Dependency.product(name: "Logging", package: "swift-log", condition: agent)
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")

// What the package of the benchmarks is made of.
let measured = [
  "Samples", "Procfs", "Scheduling", "Processes", "Telemetry", "Thresholds", "Alerting", "Exposition", "Workloads", "Runs",
  "Storage",
  "Notifying", "Agent", "ManualClock",
]

let package = Package(
  name: "calcmon",
  products: [
    .library(name: "CalcmonWatch", targets: ["CalcmonWatch"]), .library(name: "CalcmonWorkload", targets: ["CalcmonWorkload"]),
  ] + measured.map { .library(name: $0, targets: [$0]) },
  traits: [
    .default(enabledTraits: ["Agent"]),
    .trait(
      name: "Agent", description: "The agent and its command; the libraries CalcmonWatch and CalcmonWorkload need none of it."),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-nio", "2.75.0"..<"3.0.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", "2.0.0"..<"3.0.0"),
  ],
  targets: [
    // The few system calls that Swift cannot make, and the revision.
    .target(
      name: "CLinux",
      cSettings: [.define("CALCMON_REVISION", to: "\"\(revision)\"")]),

    // The words: metrics, labels, samples, histograms, what a run is and came to. No I/O, no clock.
    .target(name: "Samples", swiftSettings: settings),
    // /proc and cgroup files: text in, values out.
    .target(name: "Procfs", swiftSettings: settings),
    // Slots, the CPU budget, instants and the real clocks.
    .target(name: "Scheduling", dependencies: ["Samples"], swiftSettings: settings),
    // What work would take, by the four strategies: a discrete-event model. No I/O, no clock.
    .target(
      name: "Prediction",
      dependencies: [
        "Samples", .product(name: "DequeModule", package: "swift-collections", condition: agent),
        .product(name: "HeapModule", package: "swift-collections", condition: agent),
      ], swiftSettings: settings),
    // Starts and reaps child processes that die with their parent.
    .target(name: "Processes", dependencies: ["CLinux", "Scheduling", nioPosix, nioCore, signals], swiftSettings: settings),

    // The line protocol between a run's child and the agent.
    .target(name: "Telemetry", dependencies: ["Samples"], swiftSettings: settings),
    // The probe for asyncio applications, embedded.
    .target(
      name: "ProbeSources", path: "probes/python", exclude: ["README.md", "pyproject.toml", "tests"], sources: ["embedding"],
      resources: [.embedInCode("boot"), .embedInCode("src/calcmon_probe")], swiftSettings: settings),
    // Python programs that tell what they really do to their event loops, and the comparison with what is reported.
    .target(name: "SampleApps", dependencies: ["Samples"], resources: [.embedInCode("Programs")], swiftSettings: settings),
    // Targets, trend tests, verdicts.
    .target(name: "Thresholds", dependencies: ["Samples"], swiftSettings: settings),
    // How values are shown: words, tables, JSON, markup, plots. No I/O, no clock.
    .target(
      name: "Rendering", dependencies: ["Samples", "Thresholds"], resources: [.embedInCode("Markup/base.css")],
      swiftSettings: settings),
    // What becomes of a breach: alerts as a state machine, silences, payloads. No I/O, no clock.
    .target(
      name: "Alerting", dependencies: ["Samples", "Thresholds"], resources: [.embedInCode("Runbooks")], swiftSettings: settings),
    // zlib and libcrypt, as the system has them.
    .systemLibrary(name: "CZlib"),
    .systemLibrary(name: "CCrypt"),
    // Metrics as the text that Prometheus reads, compressed in parts that can be joined.
    .target(name: "Exposition", dependencies: ["CZlib", "Samples"], swiftSettings: settings),
    // An HTTP/1.1 server for untrusted networks: limits, deadlines, one gate before the parser. Knows nothing of calcmon.
    .target(
      name: "HTTPServer",
      dependencies: [nioCore, nioPosix, nioHTTP, nioSSL, nioTLS, logging, lifecycle],
      swiftSettings: settings),
    // The command line's own I/O: standard output and error, files for results, the terminal, words of the command line.
    .target(name: "Console", dependencies: ["CLinux"], swiftSettings: settings),
    // What systemd and the agent tell each other.
    .target(name: "ServiceManager", swiftSettings: settings),
    // Who may ask, and over which TLS.
    .target(
      name: "WebSecurity",
      dependencies: ["CCrypt", "Samples", "Scheduling", nioCore, nioPosix, nioSSL, logging], swiftSettings: settings),

    // Ticks the loop under test, records how late it is, and accounts for the intervals in which it did not turn.
    .target(
      name: "LoopProbe",
      dependencies: [
        "CLinux", "Samples", "Procfs", "Telemetry", nioCore, .product(name: "Histogram", package: "hdrhistogram-swift"),
      ], swiftSettings: settings),
    // The library for services in Swift: watches their loops and the pool of their tasks, and tells the agent.
    .target(
      name: "CalcmonWatch",
      dependencies: [
        "CLinux", "Samples", "Procfs", "Telemetry", "LoopProbe", nioCore, nioPosix, lifecycle,
      ], swiftSettings: settings),
    // What runs in a run's child: mixes, kernels, strategies, the process pool.
    .target(
      name: "Workloads",
      dependencies: [
        "Samples", "Procfs", "Telemetry", "ProbeSources", "LoopProbe", "Processes", nioCore, nioPosix,
        nioHTTP, asyncHTTPClient, grdb,
        .product(name: "DequeModule", package: "swift-collections"),
      ], resources: [.embedInCode("Runtime/bootstrap.py"), .embedInCode("Runtime/calcmon_runtime")], swiftSettings: settings),
    // The library for steps of the user's own: a program of theirs that speaks the protocol of a run's child.
    .target(name: "CalcmonWorkload", dependencies: ["Samples", "Processes", "Workloads"], swiftSettings: settings),
    // Readings of the agent's own process and of process trees.
    .target(name: "Sampling", dependencies: ["CLinux", "Samples", "Procfs"], swiftSettings: settings),

    // Looks at a process from outside, in which there is no probe: calls, tracepoints, turns.
    .target(name: "Outside", dependencies: ["CLinux", "Procfs", "Telemetry"], swiftSettings: settings),

    // The agent's side of a run: child, deadline, intake, record.
    .target(
      name: "Runs",
      dependencies: [
        "Samples", "Procfs", "Scheduling", "Processes", "Telemetry", "Thresholds", "LoopProbe", "Workloads", "Sampling",
        nioCore, nioPosix,
      ], swiftSettings: settings),
    // What applications do that are watched: merged, with causes, judged. No I/O, no clock.
    .target(
      name: "Applications",
      dependencies: [
        "Samples", "Scheduling", "Telemetry", "Thresholds", "Rendering", "Sampling", "Runs",
      ], swiftSettings: settings),
    // Listens to the probes of applications.
    .target(
      name: "AppIntake", dependencies: ["Scheduling", "Processes", "Telemetry", "ProbeSources", nioCore, nioPosix],
      swiftSettings: settings),
    // Gets the probe into a Python that runs already, by the way that CPython offers to debuggers (PEP 768).
    .target(
      name: "Attaching", dependencies: ["CLinux", "Procfs", "Scheduling", "Processes", "AppIntake"], swiftSettings: settings),
    // The history in SQLite: schema, writer, reader.
    .target(
      name: "Storage",
      dependencies: [
        "CLinux", "Samples", "Processes", "Thresholds", "Alerting", grdb,
        .product(name: "GRDBSQLite", package: "GRDB.swift", condition: agent),
      ],
      resources: [.embedInCode("Schema/Migrations")], swiftSettings: settings),
    // What the agent knows at a moment, and of its past: what pages and the API show. Values.
    .target(
      name: "Snapshots",
      dependencies: [
        "Samples", "Thresholds", "Alerting", "Applications", "Storage",
      ], swiftSettings: settings),
    // What is served over HTTP: routes, content, headers.
    .target(
      name: "Endpoint",
      dependencies: ["Exposition", "HTTPServer", nioCore, nioPosix, nioHTTP, nioSSL, logging, lifecycle],
      swiftSettings: settings),
    // What those bring along who read the metrics: dashboards, rules, runbooks. Text, from the catalogue.
    .target(name: "Dashboards", dependencies: ["Samples", "Thresholds", "Alerting"], swiftSettings: settings),

    // Tells people of alerts: Alertmanager, webhooks, programs, the log. Asks a running agent over HTTP.
    .target(
      name: "Notifying",
      dependencies: [
        "Samples", "Scheduling", "Processes", "Alerting", nioCore, nioPosix, nioHTTP, nioSSL, asyncHTTPClient, logging,
      ], swiftSettings: settings),
    // The only reader of the configuration file.
    .target(
      name: "Settings",
      dependencies: [
        "Samples", "Thresholds", "Alerting", "Workloads", "Storage", "HTTPServer", "WebSecurity",
        .product(name: "Yams", package: "Yams", condition: agent),
      ], resources: [.embedInCode("reference.yaml")], swiftSettings: settings),

    // Reports as values, and their renderings.
    .target(
      name: "Reporting",
      dependencies: [
        "Samples", "Thresholds", "Rendering", "Alerting", "Exposition", "Workloads", "Runs", "Storage",
      ], swiftSettings: settings),
    // The calculator: what is to be predicted in, predictions beside each other out.
    .target(
      name: "Calculator", dependencies: ["Samples", "Thresholds", "Rendering", "Prediction", "Workloads", "Runs"],
      swiftSettings: settings),
    // The HTTP API without HTTP: queries in, JSON out.
    .target(
      name: "API",
      dependencies: [
        "Samples", "Prediction", "Thresholds", "Rendering", "Alerting", "Applications", "Storage", "Snapshots", "Reporting",
        "Calculator",
      ],
      swiftSettings: settings),
    // The pages: snapshots in, HTML out.
    .target(
      name: "Pages",
      dependencies: [
        "Samples", "Thresholds", "Rendering", "Prediction", "Alerting", "Applications", "Storage", "Snapshots", "Calculator",
      ],
      resources: [.embedInCode("Assets")], swiftSettings: settings),
    // What commands do: run a mix, tune it, calibrate this host, test the report by injected faults.
    .target(
      name: "Sessions",
      dependencies: [
        "Samples", "Procfs", "Scheduling", "Prediction", "Processes", "Telemetry", "ProbeSources", "SampleApps", "Thresholds",
        "Rendering", "Workloads", "Sampling", "Outside", "Runs", "Applications", "AppIntake", "Attaching", "Storage",
        "Calculator", nioCore,
        nioPosix,
      ], swiftSettings: settings),
    // Joins the parts; the only holder of the real clocks.
    .target(
      name: "Agent",
      dependencies: [
        "Samples", "Procfs", "Scheduling", "Processes", "Telemetry", "Thresholds", "Rendering", "Alerting", "Exposition",
        "HTTPServer", "ServiceManager", "WebSecurity", "Workloads", "Sampling", "Runs", "Applications", "AppIntake", "Storage",
        "Snapshots", "Endpoint", "Notifying", "Settings", "Calculator", "API", "Pages", nioCore, nioPosix, nioSSL, logging,
        lifecycle, signals,
      ], swiftSettings: settings),
    // The command: one file a command, exit statuses.
    .executableTarget(
      name: "calcmon",
      dependencies: [
        "Samples", "Procfs", "Scheduling", "Prediction", "Processes", "Telemetry", "SampleApps", "Thresholds", "Rendering",
        "Alerting", "HTTPServer", "Console", "ServiceManager", "WebSecurity", "Workloads", "Outside", "Runs", "Applications",
        "AppIntake", "Attaching", "Storage", "Endpoint", "Dashboards", "Notifying", "Settings", "Reporting", "Calculator", "API",
        "Sessions", "Agent", logging,
        .product(name: "ArgumentParser", package: "swift-argument-parser", condition: agent),
      ], swiftSettings: settings,
      linkerSettings: [
        .unsafeFlags([
          "-static-stdlib", "-lCoreFoundation", "-l_FoundationICU", "-l_FoundationCShims", "-l_FoundationCollections",
          // Every run starts several processes of this binary. Linked to a fixed address, without the dynamic symbol table that
          // nobody looks into, each of them starts without a hundred thousand relocations and shares their pages.
          "-use-ld=lld", "-Xclang-linker", "-no-pie", "-Xlinker", "--no-export-dynamic",
        ])
      ]),

    // A clock that whoever holds it moves.
    .target(
      name: "ManualClock", dependencies: ["Samples", "Scheduling"], path: "Tests/ManualClock", swiftSettings: sharedTestSettings),
    // What tests share: golden texts, records, peers.
    .target(
      name: "CalcmonTesting",
      dependencies: [
        "FaultyVFS", "Samples", "Procfs", "Processes", "Telemetry", "CZlib", logging,
      ],
      path: "Tests/CalcmonTesting",
      swiftSettings: sharedTestSettings),
    // An application that is watched, as a history and as an agent know it: the same for one seed.
    .target(
      name: "AppFixtures",
      dependencies: ["Samples", "Telemetry", "Thresholds", "Alerting", "Applications", "Snapshots"],
      path: "Tests/AppFixtures", swiftSettings: sharedTestSettings),
    .testTarget(name: "SamplesTests", dependencies: ["CalcmonTesting", "Samples"], swiftSettings: testSettings),
    .testTarget(
      name: "ProcfsTests",
      dependencies: [
        "Samples", "Procfs", "CalcmonTesting",
      ], swiftSettings: testSettings),
    .testTarget(
      name: "SchedulingTests",
      dependencies: [
        "Samples", "Scheduling", "CalcmonTesting",
      ], swiftSettings: testSettings),
    .testTarget(name: "PredictionTests", dependencies: ["Samples", "Prediction"], swiftSettings: testSettings),
    .testTarget(
      name: "CalculatorTests",
      dependencies: [
        "Samples", "Prediction", "Thresholds", "Workloads", "Calculator", "CalcmonTesting",
      ],
      swiftSettings: testSettings),
    .testTarget(name: "ProcessesTests", dependencies: ["CalcmonTesting", "Processes"], swiftSettings: testSettings),
    .testTarget(name: "TelemetryTests", dependencies: ["Samples", "Telemetry"], swiftSettings: testSettings),
    .testTarget(
      name: "ThresholdsTests",
      dependencies: [
        "Samples", "Thresholds",
      ], swiftSettings: testSettings),
    .testTarget(name: "RenderingTests", dependencies: ["Samples", "Thresholds", "Rendering"], swiftSettings: testSettings),
    .testTarget(
      name: "AlertingTests", dependencies: ["Samples", "Thresholds", "Alerting"], swiftSettings: testSettings),
    .testTarget(
      name: "DashboardsTests", dependencies: ["CalcmonTesting", "Samples", "Thresholds", "Alerting", "Dashboards"],
      swiftSettings: testSettings),
    .testTarget(
      name: "ExpositionTests", dependencies: ["CalcmonTesting", "Samples", "Exposition"], swiftSettings: testSettings),
    .testTarget(
      name: "HTTPServerTests",
      dependencies: [
        "Samples", "HTTPServer", "CalcmonTesting", nioCore, nioPosix, nioHTTP, nioSSL, logging, lifecycle,
      ],
      swiftSettings: testSettings),
    .testTarget(name: "ServiceManagerTests", dependencies: ["CalcmonTesting", "ServiceManager"], swiftSettings: testSettings),
    .testTarget(
      name: "WebSecurityTests",
      dependencies: [
        "Samples", "WebSecurity", "Settings", "ManualClock", "CalcmonTesting", nioCore, nioPosix, nioSSL, nioTLS,
      ], swiftSettings: testSettings),
    .testTarget(
      name: "LoopProbeTests", dependencies: ["CalcmonTesting", "Samples", "Procfs", "Telemetry", "LoopProbe", nioPosix],
      swiftSettings: testSettings
    ),
    .testTarget(
      name: "CalcmonWatchTests",
      dependencies: ["CalcmonTesting", "Telemetry", "LoopProbe", "CalcmonWatch", nioCore, nioPosix, logging, lifecycle],
      swiftSettings: testSettings),
    .testTarget(
      name: "WorkloadsTests",
      dependencies: ["CalcmonTesting", "Samples", "Procfs", "Prediction", "Telemetry", "Processes", "Workloads", nioPosix],
      swiftSettings: testSettings),
    // A program of a user's own, with steps that do what tests want.
    .executableTarget(
      name: "sample-workload", dependencies: ["CalcmonWorkload"], path: "Tests/SampleWorkload", swiftSettings: settings),
    .testTarget(
      name: "SamplingTests", dependencies: ["CalcmonTesting", "Samples", "Procfs", "Sampling"], swiftSettings: testSettings),
    .testTarget(
      name: "OutsideTests", dependencies: ["CalcmonTesting", "Samples", "Procfs", "Telemetry", "Outside"],
      swiftSettings: testSettings),
    .testTarget(
      name: "RunsTests",
      dependencies: [
        "CalcmonTesting", "ManualClock", "Samples", "Procfs", "Scheduling", "Telemetry", "Sampling", "Processes", "Workloads",
        "Runs", nioPosix,
      ], swiftSettings: testSettings),
    .testTarget(
      name: "ApplicationsTests",
      dependencies: [
        "Samples", "Scheduling", "Telemetry", "Thresholds", "Sampling", "Runs", "Applications", "CalcmonTesting",
      ],
      exclude: ["Golden"],
      swiftSettings: testSettings),
    .testTarget(
      name: "AppIntakeTests",
      dependencies: [
        "Telemetry", "AppIntake", "ManualClock", "CalcmonTesting", nioPosix, nioCore,
      ],
      swiftSettings: testSettings),
    .testTarget(
      name: "AttachingTests",
      dependencies: [
        "Samples", "Procfs", "Scheduling", "Attaching", "CalcmonTesting",
      ], swiftSettings: testSettings),
    .testTarget(name: "SampleAppsTests", dependencies: ["Samples", "SampleApps"], swiftSettings: testSettings),
    // Runs a program to which the kernel denies system calls.
    .executableTarget(name: "deny", path: "Tests/Deny"),
    // A SQLite whose n-th operation fails.
    .target(name: "FaultyVFS", path: "Tests/FaultyVFS", linkerSettings: [.linkedLibrary("sqlite3")]),
    // Its sweeps compute for minutes.
    .testTarget(
      name: "StorageTests",
      dependencies: [
        "CalcmonTesting", "FaultyVFS", "Samples", "Telemetry", "Thresholds", "Alerting", "Runs", "Storage",
      ],
      swiftSettings: sharedTestSettings),
    .testTarget(
      name: "NotifyingTests",
      dependencies: [
        "CalcmonTesting", "ManualClock", "Samples", "Scheduling", "Alerting", "Notifying", nioCore, nioPosix, nioHTTP, nioSSL,
        logging,
      ], exclude: ["Golden"], swiftSettings: testSettings),
    .testTarget(
      name: "SettingsTests",
      dependencies: [
        "CalcmonTesting", "Samples", "Thresholds", "Alerting", "Workloads", "Storage", "HTTPServer", "WebSecurity", "Settings",
        "Calculator",
      ], exclude: ["Broken", "Good", "WebBroken"], swiftSettings: testSettings),
    .testTarget(
      name: "EndpointTests",
      dependencies: [
        "Exposition", "HTTPServer", "Endpoint", "CalcmonTesting", logging,
      ], swiftSettings: testSettings),
    .testTarget(
      name: "SnapshotsTests",
      dependencies: [
        "CalcmonTesting", "AppFixtures", "Samples", "Thresholds", "Alerting", "Runs", "Storage", "Snapshots",
      ],
      swiftSettings: testSettings),
    .testTarget(
      name: "APITests",
      dependencies: [
        "Samples", "Telemetry", "Thresholds", "Alerting", "Runs", "Applications", "Storage", "Snapshots", "API",
        "CalcmonTesting", "AppFixtures",
      ], exclude: ["Golden"], swiftSettings: testSettings),
    .testTarget(
      name: "PagesTests",
      dependencies: [
        "CalcmonTesting", "AppFixtures", "Samples", "Thresholds", "Rendering", "Alerting", "Storage", "Snapshots", "Calculator",
        "Pages",
      ],
      exclude: ["Golden"], swiftSettings: testSettings),
    .testTarget(
      name: "ReportingTests",
      dependencies: [
        "CalcmonTesting", "Exposition", "Samples", "Telemetry", "Thresholds", "Rendering", "Alerting", "Workloads", "Runs",
        "Storage", "Reporting",
      ], exclude: ["Golden"], swiftSettings: testSettings),
    .testTarget(
      name: "SessionsTests",
      dependencies: [
        "Samples", "Prediction", "Telemetry", "SampleApps", "Thresholds", "Workloads", "Runs", "AppIntake", "Storage",
        "Calculator", "Sessions", "CalcmonTesting",
      ],
      swiftSettings: testSettings),
    .testTarget(name: "ConsoleTests", dependencies: ["CalcmonTesting", "Console"], swiftSettings: testSettings),
    .testTarget(
      name: "AgentTests",
      dependencies: [
        "Samples", "Procfs", "Scheduling", "Processes", "Telemetry", "Thresholds", "Alerting", "Exposition", "ServiceManager",
        "WebSecurity", "Workloads", "Sampling", "Runs", "Applications", "Storage", "Snapshots", "Endpoint", "Dashboards",
        "Notifying", "Settings", "Reporting", "Agent", "ManualClock", "CalcmonTesting", logging, lifecycle, nioPosix,
      ], exclude: ["Golden"], swiftSettings: testSettings),
    // The binary, with real peers: Prometheus, promtool, Python's parser, sqlite3.
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "Samples", "Procfs", "SampleApps", "Snapshots", "Pages", "CalcmonTesting", "AppFixtures",
      ], swiftSettings: testSettings),
  ]
)
