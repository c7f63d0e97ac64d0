import FoundationEssentials
import GRDB
import Glibc

/// What a file claims to be, read from its first bytes, before SQLite is let near it: SQLite would change the journal mode of
/// whatever database it is given.
enum DatabaseFile {
  enum Kind: Equatable {
    case absent
    case empty
    case calcmon
    case otherDatabase
    case otherFile
  }

  /// Not for a file that this process has open as a database: closing it here would drop SQLite's own locks.
  ///
  /// - Throws: `StorageError.cannotOpen` where it cannot be read.
  static func kind(of file: DatabasePath) throws(StorageError) -> Kind {
    let fd = open(file.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if fd < 0 {
      if errno == ENOENT { return .absent }
      throw .cannotOpen(
        path: file.name, reason: "\(String(cString: strerror(errno))) (user \(geteuid()))", StorageFault(errno: errno))
    }
    defer { close(fd) }
    var status = stat()
    // A pipe would be waited for without end, and what is written to /dev/null is gone.
    if fstat(fd, &status) == 0, ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) { return .otherFile }
    // "The Database Header", https://www.sqlite.org/fileformat2.html#the_database_header
    var header = [UInt8](repeating: 0, count: 100)
    let count = read(fd, &header, header.count)
    if count < 0 { throw .cannotOpen(path: file.name, reason: String(cString: strerror(errno)), StorageFault(errno: errno)) }
    if count == 0 || holdsNothing(fd) { return .empty }
    guard count == 100, header.starts(with: "SQLite format 3\0".utf8) else { return .otherFile }
    let applicationID = header[68..<72].reduce(Int32(0)) { $0 << 8 | Int32($1) }
    return applicationID == Schema.applicationID ? .calcmon : .otherDatabase
  }
}

/// Whether a file holds but zeros: one whose making was interrupted may be as long as it should be.
private func holdsNothing(_ fd: Int32) -> Bool {
  let longest = 65_536
  var bytes = [UInt8](repeating: 0, count: longest + 1)
  let count = pread(fd, &bytes, bytes.count, 0)
  return count <= longest && bytes.allSatisfy { $0 == 0 }
}

/// Turns what SQLite says on opening into what the user should know.
func openingDatabase<Result>(_ file: DatabasePath, _ body: () throws -> Result) throws(StorageError) -> Result {
  do {
    return try body()
  } catch let error as StorageError {
    throw error
  } catch {
    let reason = (error as? DatabaseError)?.message ?? "\(error)"
    switch StorageFault(error) {
    // SQLite says no more than that it could not make its files.
    case .readOnly where isFull(folderOf: file.path), .ioError where isFull(folderOf: file.path):
      throw .cannotOpen(path: file.name, reason: "\(reason) (no space, or no inodes, left on the device)", .full)
    case .readOnly where access(file.folder, W_OK) != 0:
      let folder = "the folder \(file.folder) cannot be written by user \(geteuid()), and SQLite makes files beside the database"
      throw .cannotOpen(path: file.name, reason: "\(reason) (\(folder))", .readOnly)
    case .readOnly: throw .cannotOpen(path: file.name, reason: "\(reason) (user \(geteuid()))", .readOnly)
    case let fault: throw .cannotOpen(path: file.name, reason: reason, fault)
    }
  }
}

/// Whether the file system that a file is on has no room left for another one.
private func isFull(folderOf path: String) -> Bool {
  var status = statvfs()
  guard statvfs(FilePaths.folder(of: path), &status) == 0 else { return false }
  return status.f_bavail == 0 || (status.f_files > 0 && status.f_favail == 0)
}
