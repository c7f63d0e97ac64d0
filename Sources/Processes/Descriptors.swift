import CLinux
import Glibc

/// New file descriptors, all closed on exec.
package enum Descriptors {
  /// Two ends of a pipe: what is written to the one can be read from the other.
  package typealias Pipe = (reading: Int32, writing: Int32)

  /// So many pipes; all of them or, where the kernel gives no more descriptors, none.
  package static func pipes(_ count: Int) throws(DescriptorError) -> [Pipe] {
    var pipes: [Pipe] = []
    do {
      while pipes.count < count { pipes.append(try pipe()) }
      return pipes
    } catch {
      for pipe in pipes { closeAll([pipe.reading, pipe.writing]) }
      throw error
    }
  }

  /// A pipe.
  package static func pipe() throws(DescriptorError) -> Pipe {
    var ends: [Int32] = [0, 0]
    guard calcmon_pipe(&ends) == 0 else { throw DescriptorError(what: "open a pipe", errno: errno) }
    return (ends[0], ends[1])
  }

  /// `/dev/null`, opened so many times; all of them or, if the kernel gives no more descriptors, none.
  package static func nulls(_ count: Int) throws(DescriptorError) -> [Int32] {
    var nulls: [Int32] = []
    while nulls.count < count { nulls.append(try closing(nulls) { () throws(DescriptorError) in try null() }) }
    return nulls
  }

  /// Closes descriptors if the body throws.
  package static func closing<Value, Failure: Error>(
    _ descriptors: [Int32], ifThrown body: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    do {
      return try body()
    } catch {
      closeAll(descriptors)
      throw error
    }
  }

  /// Closes them all.
  package static func closeAll(_ descriptors: [Int32]) { for fd in descriptors { _ = Glibc.close(fd) } }

  /// A pair of connected stream sockets.
  package static func sockets() throws(DescriptorError) -> (Int32, Int32) {
    var ends: [Int32] = [0, 0]
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw DescriptorError(what: "open a socket pair", errno: errno) }
    return (ends[0], ends[1])
  }

  /// Another one of the same open file.
  package static func copy(of descriptor: Int32) throws(DescriptorError) -> Int32 {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    guard copy >= 0 else { throw DescriptorError(what: "copy a descriptor", errno: errno) }
    return copy
  }

  /// `/dev/null`, for reading and writing.
  package static func null() throws(DescriptorError) -> Int32 {
    let fd = open("/dev/null", O_RDWR | O_CLOEXEC)
    guard fd >= 0 else { throw DescriptorError(what: "open /dev/null", errno: errno) }
    return fd
  }
}

/// The kernel gave no descriptor, or did not take what was written to one.
package struct DescriptorError: Error, Equatable, CustomStringConvertible {
  /// What was tried.
  package let what: String
  /// The kernel's reason.
  package let errno: Int32

  package var description: String { "cannot \(what): \(String(cString: strerror(errno)))" }
}
