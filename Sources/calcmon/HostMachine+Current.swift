import Glibc
import Procfs
import Runs
import Samples

extension HostMachine {
  /// This one.
  ///
  /// - Parameter cores: available to runs.
  static func current(_ environment: RunEnvironment.Options, cores: Double) -> HostMachine {
    var names = utsname()
    let isKnown = uname(&names) == 0
    let kernel = isKnown ? "\(text(&names.sysname)) \(text(&names.release))" : "unknown"
    let model = (try? ProcRoot(procfs: environment.procPath)).flatMap { (try? CPUModel.read($0)) ?? nil }
    return HostMachine(name: HostName.current, kernel: kernel, cpu: model, cores: cores)
  }

  private static func text<Field>(_ field: inout Field) -> String {
    withUnsafeBytes(of: &field) { bytes in String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
