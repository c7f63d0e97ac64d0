// swift-tools-version: 6.2
import PackageDescription

// A service as its author would write it: of calcmon it needs the library alone, and so none of the traits.

let package = Package(
  name: "shop",
  dependencies: [
    // In a package of your own: .package(url: "…/calcmon", from: "0.1.0", traits: [])
    .package(name: "calcmon", path: "../..", traits: []),
    .package(url: "https://github.com/apple/swift-log", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.75.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.0.0"),
  ],
  targets: [
    .executableTarget(
      name: "shop",
      dependencies: [
        .product(name: "CalcmonWatch", package: "calcmon"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ]),
    // Steps for calcmon to run: which strategy suits them?
    .executableTarget(name: "pictures", dependencies: [.product(name: "CalcmonWorkload", package: "calcmon")]),
  ]
)
