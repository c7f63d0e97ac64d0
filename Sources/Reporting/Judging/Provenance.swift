import Rendering
package import Samples

/// The origin of a report: the host that was measured, the calcmon that measured, and the instant of the report.
package struct Provenance: Hashable, Sendable {
  /// The host of the newest runs; `nil` if the history does not tell.
  package var machine: HostMachine?
  /// The version of the calcmon that measured there.
  package var version: String?
  /// The instant of the report.
  package var madeAt: Timestamp?

  /// Joins the parts.
  package init(machine: HostMachine? = nil, version: String? = nil, madeAt: Timestamp? = nil) {
    self.machine = machine
    self.version = version
    self.madeAt = madeAt
  }

  /// `web-1, Linux 6.1.0, Intel(R) Xeon(R), 2 cores, calcmon 0.1.0`; `nil` if the host is not known.
  var hostText: String? {
    machine.map { machine in
      let parts = [
        machine.name, machine.kernel, machine.cpu, "\(Digits.text(machine.cores)) \(Plural.word(machine.cores, "core"))",
      ]
      return Printable.text((parts + [version.map { "calcmon \($0)" }]).compactMap { $0 }.joined(separator: ", "))
    }
  }
}

/// The host, as JSON.
struct JSONMachine: Encodable {
  let name: String
  let kernel: String
  let cpu: OrNull<String>
  let cores: Double
  let version: OrNull<String>

  init(_ machine: HostMachine, version: String?) {
    (name, kernel, cores) = (machine.name, machine.kernel, machine.cores)
    cpu = OrNull(machine.cpu)
    self.version = OrNull(version)
  }
}
