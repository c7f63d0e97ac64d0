extension ExpositionFormat {
  /// The format that a client likes best.
  ///
  /// Of each format the most specific range that matches it counts: with version, without, `type/*`, `*/*`; a quality of 0
  /// excludes. Then the highest quality wins; among equals the range that stands first, and then text. Where nothing is
  /// acceptable the answer is text all the same, as every exporter does it.
  ///
  /// Sources: RFC 9110, section 12.5.1; `prometheus/docs`, `docs/instrumenting/content_negotiation.md`.
  ///
  /// - Parameter accept: the values of all `Accept` headers, in their order.
  package static func negotiated(accept: [String]) -> ExpositionFormat {
    let ranges = HeaderElement.list(accept).compactMap(MediaRange.init)
    var best: (format: ExpositionFormat, quality: Double, position: Int)?
    for format in allCases {
      guard let (position, quality) = format.match(in: ranges), quality > 0 else { continue }
      if let best, (best.quality, -best.position) >= (quality, -position) { continue }
      best = (format, quality, position)
    }
    return best?.format ?? .text
  }

  /// Where the most specific range stands that matches, and its quality. Of equally specific ones the better.
  private func match(in ranges: [MediaRange]) -> (position: Int, quality: Double)? {
    var best: (position: Int, quality: Double, specificity: Int)?
    for (position, range) in ranges.enumerated() {
      guard let specificity = range.specificity(for: self) else { continue }
      if let best, (best.specificity, best.quality) >= (specificity, range.quality) { continue }
      best = (position, range.quality, specificity)
    }
    return best.map { ($0.position, $0.quality) }
  }
}

/// One range of an `Accept` header.
private struct MediaRange {
  let mediaType: MediaType
  let version: String?
  let quality: Double

  /// `nil` of what is no range. Parameters other than the version (charset, escaping) are of no account.
  init?(_ element: HeaderElement) {
    guard let mediaType = MediaType(element.value) else { return nil }
    self.mediaType = mediaType
    version = element["version"]
    quality = element.quality
  }

  /// The higher, the more of the format it names; `nil` where it does not match.
  func specificity(for format: ExpositionFormat) -> Int? {
    if let version, version != format.version { return nil }
    let wanted = format.mediaType
    switch (mediaType.type, mediaType.subtype) {
    case ("*", "*"): return 0
    case (wanted.type, "*"): return 1
    case (wanted.type, wanted.subtype): return version != nil ? 3 : format.isDefaultVersion ? 2 : nil
    default: return nil
    }
  }
}
