import AppIntake
import Glibc
import Processes

/// Where the probe lies that a process is given.
enum ProbeHome {
  /// The file that the process executes first.
  private static let entry = "lib/_calcmon_attach.py"

  /// The folder with the probe, as the process sees it: one of this machine, which stays, if the process gets there; else one in the folder that was made
  /// for it. Blocks.
  static func layOut(for process: TargetProcess, _ view: TargetView, _ folder: AttachFolder) throws(AttachError) -> String {
    for place in ProbeLibrary.ownFolders {
      guard let path = try? ProbeLibrary.layOut(below: place), ProbeLibrary.isTrusted(path) else { continue }
      if try reaches("\(path)/\(entry)", view) { return path }
    }
    let laidOut = try folder.look { path in
      Result { () throws(ProbeLibraryError) in try ProbeLibrary.layOut(below: path) }
    }
    switch laidOut {
    case .success: return "\(folder.path)/\(ProbeLibrary.name)"
    case .failure(let error): throw .place(process.pid, reason: "\(error)")
    }
  }

  /// Whether the process may read a file of this machine, and finds the same one there.
  private static func reaches(_ file: String, _ view: TargetView) throws(AttachError) -> Bool {
    let ours = identity(file)
    let theirs = try view.look(asItsUser: true) { prefix in
      access("\(prefix)\(file)", R_OK) == 0 || faccessat(AT_FDCWD, "\(prefix)\(file)", R_OK, AT_EACCESS) == 0
        ? identity("\(prefix)\(file)") : nil
    }
    return ours != nil && ours == theirs
  }

  private static func identity(_ path: String) -> [UInt64]? {
    var status = stat()
    return stat(path, &status) == 0 ? [UInt64(status.st_dev), UInt64(status.st_ino)] : nil
  }
}
