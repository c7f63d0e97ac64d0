/// A Python program of which is known what it does to its event loop: it tells so itself, in lines of truth.
package struct SampleApp: Hashable, Sendable {
  /// A file of the folder that they need.
  package struct File: Sendable {
    package let name: String
    package let bytes: [UInt8]
  }

  /// The name of its script, without `.py`.
  package let name: String
  /// Behind the number of seconds for which it runs.
  package let arguments: [String]
  /// Whether it computes: then other programs beside it would be in its way.
  package let isBusy: Bool

  private init(_ name: String, _ arguments: [String] = [], isBusy: Bool = false) {
    self.name = name
    self.arguments = arguments
    self.isBusy = isBusy
  }

  /// What reports call it.
  package var title: String { ([name] + arguments).joined(separator: "-") }

  /// Those that need nothing but Python.
  package static let all: [SampleApp] = [
    SampleApp("sleeping"), SampleApp("reading"), SampleApp("waiting"), SampleApp("calling"), SampleApp("piping"),
    SampleApp("queueing"),
    SampleApp("leaking"), SampleApp("parting", ["fork"]), SampleApp("parting", ["spawn"]), SampleApp("parting", ["forkserver"]),
    SampleApp("computing", isBusy: true), SampleApp("matching", isBusy: true), SampleApp("collecting", isBusy: true),
    SampleApp("hoarding", isBusy: true), SampleApp("crowding", isBusy: true), SampleApp("resting", isBusy: true),
  ]

  /// All scripts, and what they import.
  package static var files: [File] {
    [
      ("truth.py", PackageResources.truth_py), ("sleeping.py", PackageResources.sleeping_py),
      ("reading.py", PackageResources.reading_py),
      ("waiting.py", PackageResources.waiting_py), ("calling.py", PackageResources.calling_py),
      ("piping.py", PackageResources.piping_py),
      ("queueing.py", PackageResources.queueing_py), ("leaking.py", PackageResources.leaking_py),
      ("parting.py", PackageResources.parting_py), ("computing.py", PackageResources.computing_py),
      ("matching.py", PackageResources.matching_py), ("collecting.py", PackageResources.collecting_py),
      ("hoarding.py", PackageResources.hoarding_py), ("crowding.py", PackageResources.crowding_py),
      ("resting.py", PackageResources.resting_py), ("serving.py", PackageResources.serving_py),
    ].map { File(name: $0.0, bytes: $0.1) }
  }
}
