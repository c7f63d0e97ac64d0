import CLinux
import Glibc
import Procfs

/// The file system as a process sees it: it may have another root, or other mounts.
package final class TargetView: Sendable {
  private let process: TargetProcess
  /// Its root, which can be looked at after its end as well; -1: this process may not look at it.
  private let descriptor: Int32
  /// Whether paths lead to the same files here and there.
  package let isShared: Bool

  /// `O_PATH`, which Glibc shows to C programs alone: it may be a folder that cannot be listed.
  private static let pathOnly: Int32 = 0o1000_0000

  /// - Parameter process: whose view it is.
  package init(_ process: TargetProcess) {
    self.process = process
    descriptor = open("\(process.proc.path)/\(process.pid)/root", TargetView.pathOnly | O_DIRECTORY | O_CLOEXEC)
    isShared = TargetView.isShared(process, descriptor)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  private var root: String { "/proc/self/fd/\(descriptor)" }

  /// Does something that blocks with its files. Its paths begin with what is given to the body.
  ///
  /// As root, the root of its file system is that of the process meanwhile: links that others have laid there lead nowhere else. Others can look at their
  /// own processes alone, and go through `/proc`.
  ///
  /// - Parameter asItsUser: with the rights of the process's user, if this is root.
  package func look<Value>(asItsUser: Bool = false, _ body: (_ prefix: String) -> Value) throws(AttachError) -> Value {
    guard geteuid() == 0 else { return body(isShared ? "" : root) }
    if isShared, !asItsUser { return body("") }
    let (found, code) = elsewhere(asItsUser) { body("") }
    // Not even root may become another user everywhere: then it looks as it is.
    if found == nil, asItsUser, code == EPERM { return try look(body) }
    guard let found else {
      guard process.isThere else { throw .ended(process.pid) }
      throw .place(process.pid, reason: "its file system cannot be looked at as it sees it: \(String(cString: strerror(code)))")
    }
    return found
  }

  private func elsewhere<Value>(_ asItsUser: Bool, _ body: () -> Value) -> (Value?, Int32) {
    withoutActuallyEscaping(body) { body in
      var value: Value?
      let code = withCall({ value = body() }) { function, context in
        process.credentials.groups.withUnsafeBufferPointer { groups in
          var user = calcmon_user(
            user: process.credentials.user, group: process.credentials.group, groups: groups.baseAddress, count: groups.count)
          return withUnsafePointer(to: &user) {
            calcmon_call_elsewhere(isShared ? nil : root, asItsUser ? $0 : nil, function, context)
          }
        }
      }
      return (value, code)
    }
  }

  /// Makes a function of C of a closure that is called before this returns.
  private func withCall<Value>(
    _ call: @escaping () -> Void, _ body: (@convention(c) (UnsafeMutableRawPointer?) -> Void, UnsafeMutableRawPointer) -> Value
  ) -> Value {
    withUnsafePointer(to: call) { pointer in
      body({ $0?.assumingMemoryBound(to: (() -> Void).self).pointee() }, UnsafeMutableRawPointer(mutating: pointer))
    }
  }

  private static func isShared(_ process: TargetProcess, _ root: Int32) -> Bool {
    var (theirs, ours) = (stat(), stat())
    guard fstat(root, &theirs) == 0, stat("/", &ours) == 0 else { return true }
    guard theirs.st_dev == ours.st_dev, theirs.st_ino == ours.st_ino else { return false }
    return process.proc.destination(of: "\(process.pid)/ns/mnt") == process.proc.destination(of: "self/ns/mnt")
  }
}
