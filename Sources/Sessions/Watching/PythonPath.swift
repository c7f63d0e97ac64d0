/// What PYTHONPATH is for a program that gets the probe.
package enum PythonPath {
  /// The probe's folder, and then what there was, as it was: it need not be UTF-8. An empty part would be the working directory.
  package static func beginning(with folder: String, old: [UInt8]?) -> [UInt8] {
    let parts = [ArraySlice(folder.utf8)] + (old ?? []).split(separator: UInt8(ascii: ":"))
    return Array(parts.joined(separator: CollectionOfOne(UInt8(ascii: ":"))))
  }
}
